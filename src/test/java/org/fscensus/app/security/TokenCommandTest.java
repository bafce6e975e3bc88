package org.fscensus.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.fscensus.query.MountAliases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private record Run(int status, String out, String err) {}

    private static Run run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = TokenCommand.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theTokenGoesToOneStreamAndItsLineToTheOther() throws TokensFileException {
        Run made = run("--name", "ann", "--role", "viewer", "--filesystem", "asp", "--path", "/gpfs/a b,%FF 100%");
        assertThat(made.status()).isZero();
        assertThat(made.out()).matches("fsc_[A-Za-z0-9_-]{43}\n");
        String token = made.out().strip();
        assertThat(made.err())
                .isEqualTo("ann viewer " + TokenHash.of(token) + " filesystems=asp paths=/gpfs/a%20b%2C%FF%20100%25\n");
        List<TokenEntry> entries = new TokensFile(directory.resolve("x"), new MountAliases(Map.of()))
                .parse(made.err().getBytes(StandardCharsets.UTF_8));
        assertThat(entries.get(0).permitted().pathTexts()).containsExactly("/gpfs/a b,%FF 100%25");
        assertThat(run("--name", "ann", "--role", "viewer").out()).isNotEqualTo(made.out());
    }

    @Test
    void theLineIsAddedToAFileOfTheOwnersAlone() throws IOException, TokensFileException {
        Path file = directory.resolve("tokens");
        assertThat(run("--name", "ann", "--role", "admin", "--append", file.toString()))
                .satisfies(made -> assertThat(made.status()).isZero())
                .satisfies(made -> assertThat(made.err()).isEmpty());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.writeString(file, Files.readString(file).strip() + "\n# the last line has no end");
        assertThat(run("--name", "bob", "--role", "viewer", "--append", file.toString())
                        .status())
                .isZero();
        TokensFile tokens = new TokensFile(file, new MountAliases(Map.of()));
        assertThat(tokens.parse(tokens.read())).extracting(TokenEntry::name).containsExactly("ann", "bob");

        String before = Files.readString(file);
        Run twice = run("--name", "bob", "--role", "viewer", "--append", file.toString());
        assertThat(twice.status()).isEqualTo(1);
        assertThat(twice.out()).isEmpty();
        assertThat(twice.err()).contains("the name bob is in another line too");
        assertThat(file).hasContent(before);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(run("--name", "cat", "--role", "viewer", "--append", file.toString())
                        .err())
                .contains("chmod 600");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--role viewer|--name is missing",
                "--name ann|--role is missing",
                "--name ann --role boss|'boss' is no role",
                "--name a/b --role viewer|'a/b' is no name",
                "--name ann --role admin --path /a|only a viewer can be limited",
                "--name ann --role viewer --path a|not absolute",
                "--name ann --role viewer --name bob|--name is given twice",
                "--name ann --role|--role needs a value",
                "--nam ann|'--nam' is not understood",
            })
    void wrongArgumentsMakeNoToken(String arguments, String reason) {
        Run run = run(arguments.split(" ", -1));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(reason, "Usage: token");
    }
}
