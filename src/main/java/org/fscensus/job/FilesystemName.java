package org.fscensus.job;

import java.util.Locale;
import java.util.regex.Pattern;

/** The rule for names of file systems, and how they are compared. */
public final class FilesystemName {
    /** In words, for messages. */
    public static final String RULE =
            "a name has 1 to 64 letters, digits, dots, underscores and dashes, begins with a letter or digit and is not"
                    + " \"all\"";

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private FilesystemName() {}

    /** Whether a file system may be called so. */
    public static boolean isValid(String name) {
        return SHAPE.matcher(name).matches() && !name.equalsIgnoreCase("all");
    }

    /** Equal for names that mean the same file system: case does not count. */
    public static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
