package org.fscensus.pipeline;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names of users and groups, from files in the form of {@code /etc/passwd} and {@code /etc/group}, and from
 * {@code getent} for the ids that these lack. Made for one import and used by one thread; every call reads the files
 * anew. No trouble with names ever fails an import: what is amiss is told by {@link #warnings()}.
 */
public final class AccountNames {
    private static final Logger LOG = System.getLogger(AccountNames.class.getName());
    private static final long LARGEST_ID = 0xffff_ffffL;

    private static final Database<User> USERS = new Database<>("passwd", 4, 5, AccountNames::user);
    private static final Database<String> GROUPS = new Database<>("group", 3, 3, fields -> fields[0]);

    private final Path passwd;
    private final Path group;
    private final @Nullable Getent getent;
    private final List<String> warnings = new ArrayList<>();

    /**
     * @param passwd read for users
     * @param group read for groups
     * @param getent whether {@code getent} is asked for what the files lack; that it is not installed is no error
     * @param checkCancelled called several times a second while {@code getent} is awaited; what it throws ends the
     *     command and comes out of the call
     */
    public AccountNames(Path passwd, Path group, boolean getent, Runnable checkCancelled) {
        this(passwd, group, getent ? new Getent(checkCancelled) : null);
    }

    AccountNames(Path passwd, Path group, @Nullable Getent getent) {
        this.passwd = passwd;
        this.group = group;
        this.getent = getent;
    }

    /**
     * A user.
     *
     * @param fullName the first part of the GECOS field, empty where there is none
     */
    public record User(String username, String fullName) {}

    /**
     * Users or groups.
     *
     * @param leastFields with fewer a line is malformed
     * @param usedFields what comes after them, such as a group's members, is of no use
     * @param account makes the account of a line's fields
     */
    private record Database<T>(String name, int leastFields, int usedFields, Function<String[], T> account) {}

    /** Those of the users that are known, in ascending order of their ids. */
    public Map<Long, User> users(Collection<Long> uids) {
        return resolve(USERS, passwd, uids);
    }

    /** The names of those groups that are known, in ascending order of their ids. */
    public Map<Long, String> groups(Collection<Long> gids) {
        return resolve(GROUPS, group, gids);
    }

    /** Sentences for the user about sources of names that could not be used, in the order of the calls. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    private <T> Map<Long, T> resolve(Database<T> database, Path file, Collection<Long> ids) {
        Set<Long> missing = new TreeSet<>(ids);
        Map<Long, T> known = new HashMap<>();
        if (!missing.isEmpty()) {
            accounts(file.toString(), lines(database.name(), file), database).forEach((id, found) -> {
                if (missing.remove(id)) {
                    known.put(id, found);
                }
            });
        }
        if (!missing.isEmpty() && getent != null) {
            Getent.Answer answer = getent.ask(database.name(), database.usedFields(), missing);
            if (answer.warning() != null) {
                warnings.add(answer.warning());
            }
            known.putAll(accounts("getent " + database.name(), answer.lines(), database));
        }
        return new TreeMap<>(known);
    }

    private List<String> lines(String database, Path file) {
        try {
            return List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1));
        } catch (IOException e) {
            warnings.add("names are missing: %s cannot be read (%s); check fscensus.accounts.%s"
                    .formatted(file, e, database));
            return List.of();
        }
    }

    /** The accounts of a source by id; of several with one id the first. */
    private static <T> Map<Long, T> accounts(String source, List<String> lines, Database<T> database) {
        Map<Long, T> accounts = new HashMap<>();
        int malformed = 0;
        int firstMalformed = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            // A plus or minus at the start includes or excludes entries of a directory service (nsswitch compat).
            if (line.isEmpty() || "#+-".indexOf(line.charAt(0)) >= 0) {
                continue;
            }
            String[] fields = line.split(":", -1);
            long id = fields.length < database.leastFields() || fields[0].isEmpty() ? -1 : id(fields[2]);
            if (id < 0) {
                firstMalformed = malformed++ == 0 ? i + 1 : firstMalformed;
            } else {
                accounts.putIfAbsent(id, database.account().apply(fields));
            }
        }
        if (malformed > 0) {
            LOG.log(
                    Level.WARNING,
                    "{0}: skipped {1} malformed lines, the first is line {2}",
                    source,
                    String.valueOf(malformed),
                    String.valueOf(firstMalformed));
        }
        return accounts;
    }

    private static User user(String[] fields) {
        String gecos = fields.length > 4 ? fields[4] : "";
        int comma = gecos.indexOf(',');
        return new User(fields[0], (comma < 0 ? gecos : gecos.substring(0, comma)).strip());
    }

    /** An id in decimal, -1 where it is none. */
    private static long id(String digits) {
        if (digits.isEmpty() || digits.length() > 10 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        long id = Long.parseLong(digits);
        return id <= LARGEST_ID ? id : -1;
    }
}
