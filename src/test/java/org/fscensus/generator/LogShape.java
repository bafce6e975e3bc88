package org.fscensus.generator;

import java.util.List;
import java.util.Map;

/**
 * What a generated log looks like; {@code docs/GENERATOR.md} describes every option.
 *
 * @param directories in all, the root of the scan among them
 * @param files lines of files
 * @param giants share of the files that lie in a few giant directories, 0 to 1
 * @param depth greatest number of directories below the root of the scan on one path
 * @param owners greatest number of uids
 * @param groups greatest number of gids
 * @param unlisted share of the directories that have no line of their own, 0 to 1
 * @param oddNames share of the names that hold blanks, dashes, or bytes that are not ASCII or not UTF-8, 0 to 1
 * @param root path of the scan's root
 */
public record LogShape(
        int directories,
        long files,
        long seed,
        double giants,
        int depth,
        int owners,
        int groups,
        double unlisted,
        double oddNames,
        String root) {

    /** The options, in the order of the components. */
    static final List<String> OPTIONS = List.of(
            "--directories",
            "--files",
            "--seed",
            "--giants",
            "--depth",
            "--owners",
            "--groups",
            "--unlisted",
            "--odd-names",
            "--root");

    private static final int LARGEST_DEPTH = 2000;
    private static final int LONGEST_ROOT = 4000;
    private static final int MOST_ACCOUNTS = 1_000_000;

    /** @throws IllegalArgumentException with a sentence for the user if an option is out of its range */
    public LogShape {
        require(directories >= 1, "--directories must be at least 1");
        require(files >= 0, "--files must not be negative");
        require(depth >= 1 && depth <= LARGEST_DEPTH, "--depth must be 1 to " + LARGEST_DEPTH);
        require(owners >= 1 && owners <= MOST_ACCOUNTS, "--owners must be 1 to " + MOST_ACCOUNTS);
        require(groups >= 1 && groups <= MOST_ACCOUNTS, "--groups must be 1 to " + MOST_ACCOUNTS);
        require(isShare(giants), "--giants must be 0 to 1");
        require(isShare(unlisted), "--unlisted must be 0 to 1");
        require(isShare(oddNames), "--odd-names must be 0 to 1");
        require(
                root.startsWith("/") && !root.endsWith("/") && root.length() <= LONGEST_ROOT,
                "--root must be an absolute path without a slash at its end");
    }

    /** The default shape in some size. */
    public static LogShape of(int directories, long files, long seed) {
        return from(Map.of("--directories", "" + directories, "--files", "" + files, "--seed", "" + seed));
    }

    /**
     * A shape from options as on the command line; numbers may end in {@code K}, {@code M} or {@code G} (1000).
     *
     * @throws IllegalArgumentException with a sentence for the user if there is no such option or value
     */
    public static LogShape from(Map<String, String> options) {
        for (String option : options.keySet()) {
            require(OPTIONS.contains(option), "no option " + option + "; there are " + String.join(" ", OPTIONS));
        }
        return new LogShape(
                (int) number(options, "--directories", "100K", Integer.MAX_VALUE),
                number(options, "--files", "1200K", Long.MAX_VALUE),
                number(options, "--seed", "1", Long.MAX_VALUE),
                share(options, "--giants", "0.1"),
                (int) number(options, "--depth", "24", Integer.MAX_VALUE),
                (int) number(options, "--owners", "500", Integer.MAX_VALUE),
                (int) number(options, "--groups", "60", Integer.MAX_VALUE),
                share(options, "--unlisted", "0"),
                share(options, "--odd-names", "0.001"),
                options.getOrDefault("--root", "/gpfs/csfs1/demo"));
    }

    /** An option's number, which may end in {@code K}, {@code M} or {@code G}. */
    public static long number(Map<String, String> options, String option, String otherwise, long largest) {
        String text = options.getOrDefault(option, otherwise);
        long unit = switch (text.isEmpty() ? ' ' : text.charAt(text.length() - 1)) {
            case 'K' -> 1_000;
            case 'M' -> 1_000_000;
            case 'G' -> 1_000_000_000;
            default -> 1;
        };
        try {
            String digits = unit == 1 ? text : text.substring(0, text.length() - 1);
            long number = Math.multiplyExact(unit, Long.parseLong(digits));
            require(number <= largest, option + " must be at most " + largest);
            return number;
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(option + " must be a number like 1200000, 1200K or 2M, not " + text, e);
        }
    }

    private static double share(Map<String, String> options, String option, String otherwise) {
        String text = options.getOrDefault(option, otherwise);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must be a share from 0 to 1, not " + text, e);
        }
    }

    private static boolean isShare(double share) {
        return share >= 0 && share <= 1;
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
