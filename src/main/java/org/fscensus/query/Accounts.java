package org.fscensus.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Users and groups that a question names, by name or number, as one database knows them. A number need not be known. A
 * name that is not known stands for an id that no file has, so that the database has nothing to say; whether it is a
 * mistake, only all databases together can tell: see {@link #refuseUnknown}. To those who may see only some paths no name
 * is a mistake: who has files elsewhere is not for them to know. One thread; every method throws
 * {@link QuestionException}.
 */
final class Accounts {
    /** No file has this owner: -1 stands for none, and NULL for several. */
    static final long UNKNOWN = -3;

    static final String USER = "SELECT MIN(uid) FROM user_info WHERE username = ? HAVING COUNT(*) > 0";
    static final String GROUP = "SELECT MIN(gid) FROM group_info WHERE groupname = ? HAVING COUNT(*) > 0";

    /** So many names are looked at for near misses. */
    static final String USERS = "SELECT username FROM user_info LIMIT 100000";

    static final String GROUPS = "SELECT groupname FROM group_info LIMIT 100000";

    private static final long GREATEST_ID = 0xffff_ffffL;

    /**
     * A name that a database does not know.
     *
     * @param parameter that has it
     * @param list where those that are known can be read
     * @param near names like it that the database knows, the nearest first
     */
    record Unknown(String parameter, String name, String list, List<String> near) {}

    private final Database database;
    private final List<Unknown> unknown = new ArrayList<>();

    Accounts(Database database) {
        this.database = database;
    }

    /** A uid; null where nothing is asked. */
    @Nullable Long user(String parameter, @Nullable String text) {
        return resolve(parameter, text, USER, USERS, "owners");
    }

    /** A gid; null where nothing is asked. */
    @Nullable Long group(String parameter, @Nullable String text) {
        return resolve(parameter, text, GROUP, GROUPS, "groups");
    }

    /** The names asked so far that this database does not know. */
    List<Unknown> unknown() {
        return unknown;
    }

    private @Nullable Long resolve(String parameter, @Nullable String text, String one, String all, String list) {
        if (text == null) {
            return null;
        }
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            if (text.length() > 10 || Long.parseLong(text) > GREATEST_ID) {
                throw QuestionException.invalid(
                        "parameter " + parameter + ": " + text + " is greater than any id (" + GREATEST_ID + ")");
            }
            return Long.parseLong(text);
        }
        long id = database.number(one, UNKNOWN, text);
        if (id == UNKNOWN && !database.permitted().isLimitedToPaths()) {
            unknown.add(new Unknown(parameter, text, list, near(text, all)));
        }
        return id;
    }

    private List<String> near(String text, String all) {
        NearMisses near = new NearMisses(text);
        database.restartClock();
        try (PreparedStatement query = database.connection().prepareStatement(all);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                near.offer(row.getString(1));
            }
            return near.names();
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    /**
     * Refuses a name that no database knows; one that only some know is no mistake.
     *
     * @param ofEach for each database that was asked, the names that it does not know
     */
    static void refuseUnknown(List<List<Unknown>> ofEach) {
        if (ofEach.isEmpty()) {
            return;
        }
        for (Unknown candidate : ofEach.get(0)) {
            boolean everywhere =
                    ofEach.stream().allMatch(ofOne -> ofOne.stream().anyMatch(other -> isSame(candidate, other)));
            if (everywhere) {
                throw QuestionException.invalid(complaint(candidate, ofEach));
            }
        }
    }

    private static boolean isSame(Unknown one, Unknown other) {
        return one.parameter().equals(other.parameter()) && one.name().equals(other.name());
    }

    private static String complaint(Unknown unknown, List<List<Unknown>> ofEach) {
        NearMisses near = new NearMisses(unknown.name());
        ofEach.stream()
                .flatMap(List::stream)
                .filter(other -> isSame(unknown, other))
                .flatMap(other -> other.near().stream())
                .forEach(near::offer);
        String question = near.names().isEmpty() ? ";" : "; did you mean " + String.join(", ", near.names()) + "?";
        return "parameter " + unknown.parameter() + ": '" + unknown.name() + "' is unknown to every scan asked"
                + question + " give a name that .../" + unknown.list() + " lists, or the number";
    }
}
