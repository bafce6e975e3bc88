package org.fscensus.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;

/**
 * Runs the recipes of deploy/scan, with commands of a test's own in front of the system's.
 *
 * @param commands a directory
 * @param environment besides that of the test
 */
record RecipeShell(Path commands, Map<String, String> environment) {
    static final Path RECIPES = Path.of("deploy", "scan").toAbsolutePath();

    /** How a recipe ended, with what it printed on both outputs. */
    record Outcome(int exit, String output) {
        String lastLine() {
            String[] lines = output.strip().split("\n", -1);
            return lines[lines.length - 1];
        }
    }

    Outcome run(String recipe, Object... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(RECIPES.resolve(recipe).toString()).redirectErrorStream(true);
        Arrays.stream(arguments).map(Object::toString).forEach(builder.command()::add);
        builder.environment().putAll(environment);
        builder.environment().put("PATH", commands + ":" + System.getenv("PATH"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    /** Makes a command. */
    void command(String name, String script) throws IOException {
        Path file = Files.writeString(commands.resolve(name), "#!/usr/bin/env bash\nset -eu\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
