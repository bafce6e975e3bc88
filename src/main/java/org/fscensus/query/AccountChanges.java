package org.fscensus.query;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.fscensus.query.Growth.AccountChange;
import org.jspecify.annotations.Nullable;

/** By how much users or groups have more or less. */
final class AccountChanges {
    private static final UsageTotal NOTHING = new UsageTotal(0, 0);

    private AccountChanges() {}

    /**
     * Those whose files or bytes changed, the greatest change first.
     *
     * @param before by id, null where it is not known
     * @param after by id, null where it is not known
     * @param most how many at most
     * @return null where it is not known
     */
    static @Nullable List<AccountChange> of(
            @Nullable Map<Long, UsageTotal> before,
            @Nullable Map<Long, UsageTotal> after,
            Growth.Measure by,
            int most,
            LongFunction<Account> account) {
        if (before == null || after == null) {
            return null;
        }
        TreeSet<Long> ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        return ids.stream()
                .map(id -> new AccountChange(
                        new Account(id, null), before.getOrDefault(id, NOTHING), after.getOrDefault(id, NOTHING)))
                .filter(change -> !change.change().equals(NOTHING))
                .sorted(Comparator.comparingLong((AccountChange change) -> size(change.change(), by))
                        .reversed())
                .limit(most)
                .map(change -> new AccountChange(account.apply(change.account().id()), change.before(), change.after()))
                .toList();
    }

    private static long size(UsageTotal change, Growth.Measure by) {
        return Math.abs(by.of(change.files(), change.allocatedBytes()));
    }
}
