package org.fscensus.census;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AccountRowsTest {
    private static final int ACCOUNTS = 300_000;

    @Test
    @Timeout(60) // Takes half a second, but far longer where neighbouring ids crowd into a part of the slots.
    void manyAccountsKeepTheirRowsApartAndAreAddedUp() {
        try (MemoryBudget.Share budget = new MemoryBudget(1L << 30).open()) {
            AccountRows rows = new AccountRows(2, budget);
            AccountRows others = new AccountRows(2, budget);
            for (int round = 0; round < 3; round++) {
                for (int id = 0; id < ACCOUNTS; id++) {
                    // Neighbouring ids, as name services give them out, at both ends of the range.
                    add(rows, id - ACCOUNTS / 2, id);
                    add(others, id, 1);
                }
            }
            rows.takeAll(others);

            assertThat(rows.count()).isEqualTo(ACCOUNTS + ACCOUNTS / 2);
            for (int n = 0; n < rows.count(); n++) {
                int id = rows.id(n);
                long own = id < ACCOUNTS / 2 ? 3L * (id + ACCOUNTS / 2) : 0;
                long other = id >= 0 ? 3 : 0;
                assertThat(rows.values()[2 * n]).isEqualTo(own + other);
                assertThat(rows.values()[2 * n + 1]).isEqualTo((id < ACCOUNTS / 2 ? 3 : 0) + other);
            }
        }
    }

    private static void add(AccountRows rows, int id, long value) {
        int row = rows.row(id);
        rows.values()[row] += value;
        rows.values()[row + 1]++;
    }
}
