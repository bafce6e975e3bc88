package org.fscensus.app.security;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fscensus.entry.FilesystemName;
import org.fscensus.entry.PathText;
import org.fscensus.query.MountAliases;
import org.fscensus.query.Permitted;

/**
 * One line of a tokens file: {@code name role sha256:hash [filesystems=a,b] [paths=/a,/b]}, separated by blanks. In paths
 * {@code %XX} stands for a byte, as everywhere; a blank in a path is {@code %20} here, a comma {@code %2C}.
 */
final class TokenLine {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
    private static final String FILESYSTEMS = "filesystems=";
    private static final String PATHS = "paths=";

    private TokenLine() {}

    /** @throws IllegalArgumentException with the reason */
    static TokenEntry parse(String line, MountAliases aliases) {
        String[] words = line.strip().split("[ \t]+", -1);
        if (words.length < 3) {
            throw new IllegalArgumentException(
                    "a line needs a name, a role and a hash: name viewer sha256:..., and perhaps limits");
        }
        String name = checkedName(words[0]);
        Role role = Role.parse(words[1]);
        TokenHash hash = TokenHash.parse(words[2]);
        List<String> filesystems = List.of();
        List<String> paths = List.of();
        Set<String> given = new HashSet<>();
        for (String word : List.of(words).subList(3, words.length)) {
            String key = word.substring(0, word.indexOf('=') + 1);
            if (!given.add(key)) {
                throw new IllegalArgumentException("'" + key + "' is given twice; join the values by commas");
            }
            List<String> values = List.of(word.substring(key.length()).split(",", -1));
            switch (key) {
                case FILESYSTEMS -> filesystems = values;
                case PATHS -> paths = values;
                default ->
                    throw new IllegalArgumentException("'" + word + "' is not understood; behind the hash there may be "
                            + FILESYSTEMS + " and " + PATHS);
            }
        }
        return new TokenEntry(name, role, hash, limits(role, filesystems, paths, aliases));
    }

    private static String checkedName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name
                    + "' is no name; it must be of letters, digits and . _ @ -, at most 64, the first a letter"
                    + " or digit");
        }
        return name;
    }

    private static Permitted limits(Role role, List<String> filesystems, List<String> paths, MountAliases aliases) {
        for (String filesystem : filesystems) {
            if (!FilesystemName.isValid(filesystem)) {
                throw new IllegalArgumentException("'" + filesystem + "' is no name of a file system");
            }
        }
        Permitted permitted = Permitted.of(filesystems, paths, aliases);
        if (permitted.isLimited() && role != Role.VIEWER) {
            throw new IllegalArgumentException(
                    "only a viewer can be limited to file systems or paths, not an " + role.label());
        }
        return permitted;
    }

    /**
     * The line that {@link #parse} reads.
     *
     * @param paths as users write them
     * @throws IllegalArgumentException if there cannot be such a line
     */
    static String write(String name, Role role, TokenHash hash, List<String> filesystems, List<String> paths) {
        StringBuilder line = new StringBuilder(checkedName(name))
                .append(' ')
                .append(role.label())
                .append(' ')
                .append(hash);
        if (!filesystems.isEmpty()) {
            line.append(' ').append(FILESYSTEMS).append(String.join(",", filesystems));
        }
        if (!paths.isEmpty()) {
            line.append(' ')
                    .append(PATHS)
                    .append(paths.stream().map(TokenLine::pathInLine).collect(Collectors.joining(",")));
        }
        parse(line.toString(), new MountAliases(Map.of()));
        return line.toString();
    }

    private static String pathInLine(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(name -> PathText.encode(PathText.decode(name))
                        .replace(" ", "%20")
                        .replace(",", "%2C"))
                .collect(Collectors.joining("/"));
    }
}
