package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.fscensus.store.UserName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AccountLookupTest {
    private static final List<Long> ONE_OWNER = List.of(1000L);

    @TempDir
    private Path directory;

    private Path passwd;
    private Path empty;

    @BeforeEach
    void writeAccounts() throws IOException {
        passwd = Files.writeString(directory.resolve("passwd"), "ada:x:1000:100:Ada Lovelace:/:/bin/sh\n");
        empty = Files.createFile(directory.resolve("empty"));
    }

    @Test
    void namesAndWarningsComeFromTheSource() throws IOException {
        try (AccountLookup lookup = new AccountLookup(
                check -> new AccountNames(passwd, empty, false, check), ONE_OWNER, List.of(), () -> {})) {
            AccountLookup.Accounts found = lookup.await();

            assertThat(found.users()).containsExactly(new UserName(1000, "ada", "Ada Lovelace"));
            assertThat(found.groups()).isEmpty();
            assertThat(found.warnings()).isEmpty();
        }
    }

    @Test
    void aCancelEndsTheAskingAndTheWaiting() {
        Runnable cancelled = () -> {
            throw new CancellationException("by the user");
        };
        try (AccountLookup lookup = new AccountLookup(slowService(), ONE_OWNER, List.of(), cancelled)) {
            assertThatThrownBy(lookup::await)
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("by the user");
        }
    }

    @Test
    void closingItEndsTheCommandThatIsAsked() throws Exception {
        AccountLookup lookup = new AccountLookup(slowService(), ONE_OWNER, List.of(), () -> {});
        while (!Files.exists(directory.resolve("pid"))) {
            Thread.sleep(10);
        }
        lookup.close();

        assertThatThrownBy(lookup::await).isInstanceOf(CancellationException.class);
        long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
        while (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
            Thread.sleep(10); // For no longer than the timeout of these tests.
        }
    }

    /** Leaves the number of its process in a file and gives no answer. */
    private Function<Runnable, AccountNames> slowService() {
        String script = "echo $$ > " + directory.resolve("pid.new") + "; mv " + directory.resolve("pid.new") + " "
                + directory.resolve("pid") + "; exec sleep 300";
        return check ->
                new AccountNames(empty, empty, new Getent(List.of("sh", "-c", script), Duration.ofMinutes(5), check));
    }
}
