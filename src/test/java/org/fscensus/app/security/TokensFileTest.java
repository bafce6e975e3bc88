package org.fscensus.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.fscensus.query.MountAliases;
import org.fscensus.query.Permitted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensFileTest {
    private static final MountAliases ALIASES = new MountAliases(Map.of("/glade/u", "/gpfs"));
    private static final String HASH = TokenHash.of("a token").toString();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private List<TokenEntry> parse(String text) throws TokensFileException {
        return new TokensFile(directory.resolve("tokens"), ALIASES).parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLineIsANameARoleAHashAndPerhapsLimits() throws TokensFileException {
        List<TokenEntry> entries = parse("# who may what\n\n  ann  viewer\t" + HASH
                + " filesystems=ASP,cgd paths=/gpfs/a%20b,/glade/u/c%2Cd/,/gpfs/%FF,/gpfs/%FF/below\r\n"
                + "otto operator " + TokenHash.of("another"));

        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).caller())
                .isEqualTo(new Caller(
                        "ann",
                        Role.VIEWER,
                        Permitted.of(List.of("asp", "CGD"), List.of("/gpfs/a b", "/gpfs/c,d", "/gpfs/%FF"), ALIASES)));
        assertThat(entries.get(0).permitted().pathTexts()).containsExactly("/gpfs/a b", "/gpfs/c,d", "/gpfs/%FF");
        assertThat(entries.get(0).hash().matches(TokenHash.of("a token"))).isTrue();
        assertThat(entries.get(0).hash().matches(TokenHash.of("a tokem"))).isFalse();
        assertThat(entries.get(1).caller()).isEqualTo(new Caller("otto", Role.OPERATOR, Permitted.EVERYTHING));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ann viewer|needs a name, a role and a hash",
                "-ann viewer HASH|'-ann' is no name",
                "ann boss HASH|'boss' is no role; roles are viewer, operator, admin",
                "ann viewer sha256:12|no hash",
                "ann viewer fsc_secret|no hash",
                "ann viewer HASH x=y|'x=y' is not understood",
                "ann viewer HASH paths|'paths' is not understood",
                "ann viewer HASH paths=|not absolute",
                "ann viewer HASH paths=/a,|not absolute",
                "ann viewer HASH paths=a|not absolute",
                "ann viewer HASH paths=/a/../b|'..' in it",
                "ann viewer HASH paths=/a paths=/b|given twice",
                "ann viewer HASH filesystems=|no name of a file system",
                "ann viewer HASH filesystems=all|no name of a file system",
                "ann operator HASH filesystems=asp|only a viewer can be limited",
            })
    void whatIsWrongIsToldWithItsLine(String line, String reason) {
        assertThatThrownBy(() -> parse("ok viewer " + TokenHash.of("x") + "\n" + line.replace("HASH", HASH) + "\n"))
                .isInstanceOf(TokensFileException.class)
                .hasMessageContaining(directory.resolve("tokens") + ", line 2: ")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("secret");
    }

    @Test
    void namesAndHashesAreThereOnce() {
        assertThatThrownBy(() -> parse("ann viewer " + HASH + "\nann viewer " + TokenHash.of("x")))
                .hasMessageContaining("line 2: the name ann");
        assertThatThrownBy(() -> parse("ann viewer " + HASH + "\nbob viewer " + HASH))
                .hasMessageContaining("line 2: the hash");
    }

    @Test
    void otherBytesThanUtf8AreRefused() {
        byte[] bytes = ("ann viewer " + HASH + " paths=/a\u00ff\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> new TokensFile(directory.resolve("tokens"), ALIASES).parse(bytes))
                .hasMessageContaining("line 1: it is no UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n# nobody\n"})
    void aFileThatLetsNobodyInIsAMistake(String text) {
        assertThatThrownBy(() -> parse(text)).hasMessageContaining("has no token in it");
    }

    @ParameterizedTest
    @CsvSource({"rw-------,true", "r--------,true", "rw-r-----,false", "rw--w----,false", "rw----r--,false"})
    void onlyTheOwnerMayReadOrWriteIt(String mode, boolean good) throws IOException {
        Path file = Files.writeString(directory.resolve("tokens"), "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        TokensFile tokens = new TokensFile(file, ALIASES);
        if (good) {
            assertThatCode(tokens::read).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(tokens::read).hasMessageContaining("run chmod 600 " + file);
        }
    }

    @Test
    void aChangeIsSeenAndABrokenOneChangesNothing() throws Exception {
        Path file = directory.resolve("tokens");
        write(file, "ann viewer " + TokenHash.of("one"));
        Tokens tokens = new Tokens(new TokensFile(file, ALIASES), true);
        tokens.look();
        assertThat(tokens.find("one")).map(TokenEntry::name).contains("ann");
        assertThat(tokens.find("two")).isEmpty();

        write(file, "ann viewer " + TokenHash.of("two"));
        tokens.look();
        assertThat(tokens.find("one")).isEmpty();
        assertThat(tokens.find("two")).isPresent();

        write(file, "ann nonsense");
        tokens.look();
        assertThat(tokens.find("two")).isPresent();
        assertThat(tokens.problem()).contains("line 1");
        assertThat(new TokensHealth(tokens).call().getStatus().name()).isEqualTo("DOWN");

        Files.delete(file);
        tokens.look();
        assertThat(tokens.find("two")).isPresent();
        assertThat(tokens.problem()).contains("cannot be read");

        write(file, "bob admin " + TokenHash.of("three"));
        tokens.look();
        assertThat(tokens.problem()).isNull();
        assertThat(tokens.find("two")).isEmpty();
        assertThat(tokens.find("three")).map(TokenEntry::role).contains(Role.ADMIN);
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
