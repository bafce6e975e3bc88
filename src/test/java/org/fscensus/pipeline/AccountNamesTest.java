package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.fscensus.pipeline.AccountNames.User;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountNamesTest {
    @TempDir
    private Path directory;

    private Path passwd;
    private Path group;

    @BeforeEach
    void writeAccounts() throws IOException {
        passwd = Files.writeString(directory.resolve("passwd"), """
                root:x:0:0:root:/root:/bin/bash
                # a comment

                ada:x:1000:100:Ada Lovelace,Room 1,555:/home/ada:/bin/bash
                ada2:x:1000:100:Second of an id:/home/ada:/bin/bash
                broken line
                short:x:7
                :x:8:8:no name:/:/bin/sh
                toolarge:x:4294967296:0::/:/bin/sh
                negative:x:-1:0::/:/bin/sh
                nfsnobody:x:4294967294:4294967294:Anonymous NFS User:/:/sbin/nologin
                plain:x:1001:100
                +::::::
                zoé:x:1002:100:Zoé Müller:/home/zoe:/bin/bash
                """);
        group = Files.writeString(
                directory.resolve("group"), "root:x:0:\nusers:x:100:ada,zoé\nnomembers:x:101\nbad:x:y:\n");
    }

    @Test
    void namesComeFromTheFiles() {
        AccountNames names = new AccountNames(passwd, group, false, () -> {});

        assertThat(names.users(List.of(1002L, 0L, 1000L, 1001L, 4294967294L, 7L, 8L, 5555L)))
                .containsExactly(
                        entry(0L, new User("root", "root")),
                        entry(1000L, new User("ada", "Ada Lovelace")),
                        entry(1001L, new User("plain", "")),
                        entry(1002L, new User("zoé", "Zoé Müller")),
                        entry(4294967294L, new User("nfsnobody", "Anonymous NFS User")));
        assertThat(names.groups(List.of(101L, 100L, 99L)))
                .containsExactly(entry(100L, "users"), entry(101L, "nomembers"));
        assertThat(names.warnings()).isEmpty();
    }

    @Test
    void bytesThatAreNoUtf8DoNotHideTheOtherAccounts() throws IOException {
        byte[] latin1 =
                "jos\u00e9:x:5:5:Jos\u00e9:/:/bin/sh\nnext:x:6:6::/:/bin/sh\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(passwd, latin1);

        assertThat(new AccountNames(passwd, group, false, () -> {}).users(List.of(5L, 6L)))
                .containsExactly(entry(5L, new User("jos\ufffd", "Jos\ufffd")), entry(6L, new User("next", "")));
    }

    @Test
    void aFileThatCannotBeReadIsAWarningAndNothingMore() {
        AccountNames names = new AccountNames(directory.resolve("absent"), group, false, () -> {});

        assertThat(names.users(List.of(0L))).isEmpty();
        assertThat(names.groups(List.of(0L))).containsExactly(entry(0L, "root"));
        assertThat(names.warnings()).singleElement().asString().contains("absent", "fscensus.accounts.passwd");
    }

    @Test
    void getentAnswersForWhatTheFilesLackAndIsAskedForNothingElse() throws IOException {
        Path asked = directory.resolve("asked");
        Getent getent = fake("""
                echo "$@" >> '%s'
                [ "$1" = passwd ] || exit 2
                echo 'ldap:*:2000:100:From Afar,x:/home/ldap:/bin/bash'
                echo 'unasked:*:3000:100::/:/bin/sh'
                exit 2
                """.formatted(asked), Duration.ofSeconds(20));
        AccountNames names = new AccountNames(passwd, group, getent);

        assertThat(names.users(List.of(2000L, 0L, 2001L)))
                .containsExactly(entry(0L, new User("root", "root")), entry(2000L, new User("ldap", "From Afar")));
        assertThat(names.groups(List.of(0L, 777L))).containsExactly(entry(0L, "root"));
        assertThat(names.users(List.of(0L))).hasSize(1);
        assertThat(names.users(List.of())).isEmpty();
        assertThat(asked).hasContent("passwd 2000 2001\ngroup 777\n");
        assertThat(names.warnings()).isEmpty();
    }

    @Test
    void manyIdsAreAskedForInBatches() throws IOException {
        Getent getent = fake(
                "shift; [ $# -le 200 ] || exit 9; for id; do echo \"u$id:*:$id:1::/:/bin/sh\"; done",
                Duration.ofSeconds(20));
        List<Long> uids = LongStream.range(5000, 5450).boxed().collect(Collectors.toList());
        AccountNames names = new AccountNames(passwd, group, getent);

        assertThat(names.users(uids)).hasSize(450).containsEntry(5449L, new User("u5449", ""));
        assertThat(names.warnings()).isEmpty();
    }

    @Test
    void noLengthOfWhatGetentPrintsHidesAnEntry() throws IOException {
        // A group of many members, a description that does not end, and a command that tells of everybody.
        Getent getent = fake("""
                many() { head -c 3000000 /dev/zero | tr '\\0' "$1"; }
                case $1 in
                group) printf 'big:*:777:'; many m; printf '\\nnext:*:778:' ;;
                passwd)
                    printf 'long:*:2000:100:'; many g; printf ':/home:/bin/sh\\n'
                    yes 'unasked:*:3000:100::/:/bin/sh' | head -n 100000
                    printf 'last:*:2001:100:The Last,x:/:/bin/sh\\n' ;;
                esac
                """, Duration.ofSeconds(20));
        AccountNames names = new AccountNames(passwd, group, getent);

        assertThat(names.groups(List.of(777L, 778L))).containsExactly(entry(777L, "big"), entry(778L, "next"));
        Map<Long, User> users = names.users(List.of(2000L, 2001L));
        assertThat(users)
                .containsOnlyKeys(2000L, 2001L)
                .containsEntry(2001L, new User("last", "The Last"))
                .hasEntrySatisfying(2000L, user -> {
                    assertThat(user.username()).isEqualTo("long");
                    assertThat(user.fullName()).matches("g{100,10000}");
                });
        assertThat(names.warnings()).isEmpty();
    }

    @Test
    void aGetentThatHangsIsKilledAndIsAWarning() throws IOException {
        // The background process keeps the pipe open after the command itself is dead.
        Getent getent = fake("sleep 60 & sleep 60", Duration.ofMillis(300));
        AccountNames names = new AccountNames(passwd, group, getent);
        long begin = System.nanoTime();

        assertThat(names.users(List.of(0L, 4711L))).containsOnlyKeys(0L);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        assertThat(names.warnings()).singleElement().asString().contains("getent", "in time", "1 of 1 ids");
    }

    @Test
    void aGetentThatFailsIsAWarning() throws IOException {
        AccountNames names = new AccountNames(passwd, group, fake("exit 1", Duration.ofSeconds(20)));

        assertThat(names.groups(List.of(4711L))).isEmpty();
        assertThat(names.warnings()).singleElement().asString().contains("exit code 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-command", "/no/such/getent"})
    void anAbsentGetentIsFine(String command) {
        Getent absent = new Getent(List.of(command), Duration.ofSeconds(20), () -> {});
        AccountNames names = new AccountNames(passwd, group, absent);

        assertThat(names.users(List.of(0L, 4711L))).containsOnlyKeys(0L);
        assertThat(names.warnings()).isEmpty();
    }

    @Test
    void aGetentThatTheSystemDoesNotStartIsAWarning() {
        // No argument may be that long.
        Getent getent = new Getent(List.of("sh", "-c", "#".repeat(1 << 20)), Duration.ofSeconds(20), () -> {});
        AccountNames names = new AccountNames(passwd, group, getent);

        assertThat(names.users(List.of(0L, 4711L))).containsOnlyKeys(0L);
        assertThat(names.warnings()).singleElement().asString().contains("sh cannot be started", "too long");
    }

    @Test
    void aGetentThatIsThereButCannotBeStartedIsOneWarningAndNotTriedAgain() throws IOException {
        Path asked = directory.resolve("asked");
        Path command = Files.writeString(directory.resolve("getent"), "#!/bin/sh\necho \"$@\" >> '" + asked + "'\n");
        AccountNames names = new AccountNames(
                passwd, group, new Getent(List.of(command.toString()), Duration.ofSeconds(20), () -> {}));

        assertThat(names.users(LongStream.range(5000, 5450).boxed().toList())).isEmpty();
        assertThat(command.toFile().setExecutable(true)).isTrue();
        assertThat(names.groups(List.of(0L, 4711L))).containsOnlyKeys(0L);

        assertThat(asked).doesNotExist();
        assertThat(names.warnings())
                .singleElement()
                .asString()
                .contains(command.toString(), "cannot be started", "Permission denied");
    }

    /** The second has closed its output, so that nothing but its end is waited for. */
    @ParameterizedTest
    @ValueSource(strings = {"sleep 60", "exec >&-; sleep 60"})
    void cancellingEndsTheWaitForGetent(String script) throws IOException {
        long begin = System.nanoTime();
        Getent getent = new Getent(script(script), Duration.ofSeconds(60), () -> {
            if (System.nanoTime() - begin > Duration.ofSeconds(1).toNanos()) {
                throw new CancellationException("cancelled");
            }
        });
        AccountNames names = new AccountNames(passwd, group, getent);

        assertThatThrownBy(() -> names.users(List.of(4711L))).isInstanceOf(CancellationException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }

    private Getent fake(String script, Duration limit) throws IOException {
        return new Getent(script(script), limit, () -> {});
    }

    /** A fake getent: run by a shell, so that no file need be executable. */
    private List<String> script(String script) throws IOException {
        return List.of(
                "sh", Files.writeString(directory.resolve("getent"), script).toString());
    }
}
