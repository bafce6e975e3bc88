package org.fscensus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the packaged service in ways in which it must not run. */
class StartRefusalIT {
    @TempDir
    Path directory;

    @Test
    void doesNotStartWhereOtherMachinesCouldReachIt() throws IOException, InterruptedException {
        assertThat(refusal("-Dquarkus.http.host=0.0.0.0")).contains("quarkus.http.host is '0.0.0.0'");
    }

    @Test
    void doesNotStartWithATokensFileThatIsMissing() throws IOException, InterruptedException {
        Path tokens = directory.resolve("tokens");
        assertThat(refusal("-Dfscensus.security.tokens-file=" + tokens))
                .contains("fscensus.security.tokens-file: " + tokens + " cannot be read");
    }

    @Test
    void doesNotStartWithATokensFileThatOthersCanRead() throws IOException, InterruptedException {
        Path tokens = Files.writeString(directory.resolve("tokens"), "# nobody yet\n");
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(refusal("-Dfscensus.security.tokens-file=" + tokens)).contains("run chmod 600 " + tokens);
    }

    @Test
    void doesNotStartWithATokensFileThatIsBroken() throws IOException, InterruptedException {
        Path tokens = Files.writeString(directory.resolve("tokens"), "# comment\nann viewer secret\n");
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
        assertThat(refusal("-Dfscensus.security.tokens-file=" + tokens))
                .contains(tokens + ", line 2: the third word is no hash")
                .doesNotContain("secret");
    }

    /** What the service says when it gives up; nothing may have been written by then. */
    private String refusal(String setting) throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        Path output = directory.resolve("output");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), setting));
        // The second compiler takes more than it gives in the second that this lasts.
        command.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-Dfscensus.data-dir=" + data, "-Dquarkus.http.port=0", "-jar"));
        command.add(Path.of(System.getProperty("fscensus.test.runner")).toString());
        Process service = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(service.waitFor(60, TimeUnit.SECONDS))
                    .as("ended by itself")
                    .isTrue();
        } finally {
            service.destroyForcibly();
        }
        assertThat(service.exitValue()).isNotZero();
        assertThat(data).doesNotExist();
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
