package org.fscensus.app.security;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fscensus.query.MountAliases;
import org.jspecify.annotations.Nullable;

/**
 * The command {@code token}, which makes an access token. The token goes to standard output, alone, so that a script can
 * take it; the line for the tokens file goes to standard error, or to the file. Nothing else is kept or told.
 */
public final class TokenCommand {
    /** The first argument that means this command. */
    public static final String NAME = "token";

    private static final String USAGE = """
            Usage: token --name NAME --role viewer|operator|admin [--filesystem NAME]... [--path /PATH]... [--append FILE]
            Makes an access token and prints it on standard output, once: it is kept nowhere.
              --name        who is to have it; the audit log tells it
              --role        viewer asks, operator also imports and cancels, admin also deletes
              --filesystem  limits a viewer to this file system; repeatable
              --path        limits a viewer to what is below this path; repeatable; %XX stands for a byte
              --append      adds the line with the token's hash to this file, the one that
                            fscensus.security.tokens-file names; without it the line is printed on standard error""";

    private static final Set<String> ONCE = Set.of("--name", "--role", "--append");
    private static final Set<String> REPEATABLE = Set.of("--filesystem", "--path");

    private static final FileAttribute<Set<PosixFilePermission>> OWNERS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private TokenCommand() {}

    /**
     * Runs it.
     *
     * @param arguments behind the command's name
     * @return the exit status: 0, 1 if the file cannot be written, 2 if the arguments are wrong
     */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help")) {
            out.println(USAGE);
            return 0;
        }
        String token = TokenHash.newToken();
        try {
            Map<String, List<String>> options = options(arguments);
            String line = TokenLine.write(
                    required(options, "--name"),
                    Role.parse(required(options, "--role")),
                    TokenHash.of(token),
                    options.getOrDefault("--filesystem", List.of()),
                    options.getOrDefault("--path", List.of()));
            String file = one(options, "--append");
            if (file == null) {
                err.println(line);
            } else {
                append(Path.of(file), line);
            }
            out.println(token);
            return 0;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(USAGE);
            return 2;
        } catch (TokensFileException | IOException e) {
            err.println("No token was made: " + e.getMessage());
            return 1;
        }
    }

    private static Map<String, List<String>> options(List<String> arguments) {
        Map<String, List<String>> options = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!ONCE.contains(name) && !REPEATABLE.contains(name)) {
                throw new IllegalArgumentException("'" + name + "' is not understood");
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            List<String> values = options.computeIfAbsent(name, first -> new ArrayList<>());
            values.add(arguments.get(i + 1));
            if (values.size() > 1 && ONCE.contains(name)) {
                throw new IllegalArgumentException(name + " is given twice");
            }
        }
        return options;
    }

    private static @Nullable String one(Map<String, List<String>> options, String name) {
        List<String> values = options.get(name);
        return values == null ? null : values.get(0);
    }

    private static String required(Map<String, List<String>> options, String name) {
        String value = one(options, name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    /** In one write, and only if the file is one that the service takes with the new line in it. */
    private static void append(Path path, String line) throws IOException, TokensFileException {
        byte[] before = {};
        TokensFile file = new TokensFile(path, new MountAliases(Map.of()));
        if (Files.exists(path)) {
            before = file.read();
        } else {
            boolean hasModes =
                    path.getFileSystem().supportedFileAttributeViews().contains("posix");
            FileAttribute<?>[] mode = hasModes ? new FileAttribute<?>[] {OWNERS} : new FileAttribute<?>[] {};
            Files.createFile(path, mode);
        }
        boolean open = before.length > 0 && before[before.length - 1] != '\n';
        byte[] added = ((open ? "\n" : "") + line + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] after = Arrays.copyOf(before, before.length + added.length);
        System.arraycopy(added, 0, after, before.length, added.length);
        file.parse(after);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(added);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
