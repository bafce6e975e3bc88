package org.fscensus.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.fscensus.census.Crew;
import org.fscensus.store.GroupName;
import org.fscensus.store.UserName;

/**
 * Resolves the names of an import's accounts on a thread of its own, while the directories are loaded: the name
 * services that are asked may be slow. Closing it ends the asking within moments, if it has not ended.
 */
final class AccountLookup implements AutoCloseable {
    private final FutureTask<Accounts> task;
    private volatile boolean closed;

    /** What was found, and what users should know about what was not. */
    record Accounts(List<UserName> users, List<GroupName> groups, List<String> warnings) {}

    /**
     * Begins.
     *
     * @param source makes the names' source, which calls its argument several times a second while it waits
     * @param checkCancelled called on the other thread, throws to stop
     */
    AccountLookup(
            Function<Runnable, AccountNames> source,
            Collection<Long> uids,
            Collection<Long> gids,
            Runnable checkCancelled) {
        AccountNames names = source.apply(() -> {
            checkCancelled.run();
            if (closed) {
                throw new CancellationException("names are no longer wanted");
            }
        });
        task = new FutureTask<>(() -> resolve(names, uids, gids));
        Thread thread = new Thread(task, "account-names");
        thread.setDaemon(true);
        thread.start();
    }

    private static Accounts resolve(AccountNames names, Collection<Long> uids, Collection<Long> gids) {
        List<UserName> users = new ArrayList<>();
        names.users(uids).forEach((uid, user) -> users.add(new UserName(uid, user.username(), user.fullName())));
        List<GroupName> groups = new ArrayList<>();
        names.groups(gids).forEach((gid, name) -> groups.add(new GroupName(gid, name)));
        return new Accounts(users, groups, names.warnings());
    }

    /**
     * Waits for the names.
     *
     * @throws CancellationException if the import is cancelled
     */
    Accounts await() throws IOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("the import was interrupted").initCause(e);
        } catch (ExecutionException e) {
            throw Crew.rethrown(e.getCause());
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
