package org.fscensus.entry;

import java.util.Locale;
import java.util.regex.Pattern;

/** The rule for names of file systems, and how they are compared; every part that has to do with names uses it. */
public final class FilesystemName {
    /** In words, for messages. */
    public static final String RULE =
            "a name has 1 to 64 letters, digits, dots, underscores and dashes, begins with a letter or digit and is not"
                    + " \"all\"";

    /** As a regular expression, which allows {@code all} as well. */
    public static final String SHAPE = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    /** Means every file system where one or several are named, so none is called so. */
    private static final String ALL = "all";

    private static final Pattern PATTERN = Pattern.compile(SHAPE);

    private FilesystemName() {}

    /** Whether a file system may be called so. */
    public static boolean isValid(String name) {
        return PATTERN.matcher(name).matches() && !isAll(name);
    }

    /** Whether a name in a question means every file system. */
    public static boolean isAll(String name) {
        return key(name).equals(ALL);
    }

    /** Equal for names that mean the same file system: case does not count. */
    public static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
