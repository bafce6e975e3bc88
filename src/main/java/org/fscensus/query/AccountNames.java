package org.fscensus.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names of users or of groups, for many at once. Those of several databases can be put together: where they differ, that
 * of the first one stands. One thread.
 */
final class AccountNames {
    static final String USERS = "SELECT uid, username, full_name FROM user_info";
    static final String GROUPS = "SELECT gid, groupname, NULL FROM group_info";
    static final String USER = USERS + " WHERE uid = ?";
    static final String GROUP = GROUPS + " WHERE gid = ?";

    private static final String USER_COUNT = "SELECT COUNT(*) FROM user_info";
    private static final String GROUP_COUNT = "SELECT COUNT(*) FROM group_info";

    /** Looking up one costs as much as so many that are read one after the other. */
    private static final long LOOK_UP_COST = 4;

    private record Name(String name, @Nullable String fullName) {}

    private final Map<Long, Name> byId = new HashMap<>();
    private final Map<Long, Account> accounts = new HashMap<>();
    private @Nullable Account last;

    /** The names of users by their uids. */
    static AccountNames ofUsers(Database database, Set<Long> ids) {
        return ids.size() * LOOK_UP_COST > database.number(USER_COUNT, 0)
                ? allOf(database, USERS)
                : eachOf(database, USER, ids);
    }

    /** The names of groups by their gids. */
    static AccountNames ofGroups(Database database, Set<Long> ids) {
        return ids.size() * LOOK_UP_COST > database.number(GROUP_COUNT, 0)
                ? allOf(database, GROUPS)
                : eachOf(database, GROUP, ids);
    }

    private static AccountNames allOf(Database database, String sql) {
        AccountNames names = new AccountNames();
        try {
            names.read(database.statement(sql));
            return names;
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    private static AccountNames eachOf(Database database, String sql, Set<Long> ids) {
        AccountNames names = new AccountNames();
        try {
            PreparedStatement query = database.statement(sql);
            for (long id : ids) {
                query.setLong(1, id);
                names.read(query);
            }
            return names;
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    private void read(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                byId.put(row.getLong(1), new Name(row.getString(2), row.getString(3)));
            }
        }
    }

    /** Names that are told already stay. */
    void addAll(AccountNames others) {
        others.byId.forEach(byId::putIfAbsent);
    }

    /** An account with its name, the same object each time. */
    Account account(long id) {
        Account account = last;
        if (account == null || account.id() != id) {
            account = accounts.computeIfAbsent(id, known -> {
                Name name = byId.get(known);
                return new Account(known, name == null ? null : name.name());
            });
            last = account;
        }
        return account;
    }

    /** The full name of a user, null where it is not known. */
    @Nullable String fullName(long id) {
        Name name = byId.get(id);
        return name == null ? null : name.fullName();
    }
}
