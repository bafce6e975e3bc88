package org.fscensus.app.security;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A service with access tokens, on a fresh data directory. */
public class TokensProfile implements QuarkusTestProfile {
    /** Sees all. */
    public static final String VIEWER = "vera";

    public static final String OPERATOR = "otto";
    public static final String ADMIN = "anna";

    /** Sees one file system, {@code asp}. */
    public static final String OF_ASP = "of-asp";

    /** Sees {@code /gpfs/alice} and {@code /gpfs/team 1} of {@code asp}. */
    public static final String OF_PATHS = "of-paths";

    /** Sees {@code /gpfs/alice} of every file system. */
    public static final String OF_ALICE = "of-alice";

    /** By the names above. Shared by the class loaders of the test and of the service through the file alone. */
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private static final String FILE = "test-tokens-file";

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path directory = Files.createTempDirectory("fscensus-tokens").toRealPath();
            Path file = directory.resolve("tokens");
            List<String> plain = new ArrayList<>();
            plain.add(VIEWER + " " + make(file, VIEWER, "viewer"));
            plain.add(OPERATOR + " " + make(file, OPERATOR, "operator"));
            plain.add(ADMIN + " " + make(file, ADMIN, "admin"));
            plain.add(OF_ASP + " " + make(file, OF_ASP, "viewer", "--filesystem", "ASP"));
            plain.add(OF_PATHS + " "
                    + make(
                            file,
                            OF_PATHS,
                            "viewer",
                            "--filesystem",
                            "asp",
                            "--path",
                            "/gpfs/alice",
                            "--path",
                            "/gpfs/team 1"));
            plain.add(OF_ALICE + " " + make(file, OF_ALICE, "viewer", "--path", "/gpfs/alice"));
            Files.write(directory.resolve("plain"), plain);
            System.setProperty(FILE, file.toString());
            return Map.of(
                    "fscensus.data-dir",
                    directory.resolve("data").toString(),
                    "fscensus.security.tokens-file",
                    file.toString(),
                    "fscensus.mount-aliases",
                    "/glade/u=/gpfs",
                    "quarkus.http.test-port",
                    "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String make(Path file, String name, String role, String... limits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> arguments = new ArrayList<>(List.of("--name", name, "--role", role, "--append", file.toString()));
        arguments.addAll(List.of(limits));
        int status = TokenCommand.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        if (status != 0) {
            throw new IllegalStateException(err.toString(StandardCharsets.UTF_8));
        }
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    /** The file that the service reads. */
    public static Path file() {
        return Path.of(System.getProperty(FILE));
    }

    /** The token of a name. */
    public static String token(String name) {
        if (TOKENS.isEmpty()) {
            try {
                for (String line : Files.readAllLines(file().resolveSibling("plain"))) {
                    String[] words = line.split(" ", -1);
                    TOKENS.put(words[0], words[1]);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return String.valueOf(TOKENS.get(name));
    }

    /** A request with the token of a name. */
    public static RequestSpecification as(String name) {
        return RestAssured.given().header("Authorization", "Bearer " + token(name));
    }
}
