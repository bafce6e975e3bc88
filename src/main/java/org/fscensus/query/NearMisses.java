package org.fscensus.query;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * The names that are most like one that was mistyped: a letter too many, missing, another or swapped with its neighbour
 * for every three letters asked, whatever the case; or the asked name with more behind it. Holds only the best few.
 */
final class NearMisses {
    private static final int MOST = 5;
    private static final int GREATEST_DISTANCE = 3;
    private static final int LETTERS_PER_MISTAKE = 3;

    /** Longer ones are no names of accounts, and would take long to compare. */
    private static final int LONGEST = 64;

    private record Match(int distance, String name) {}

    private final String asked;
    private final int allowed;
    private final TreeSet<Match> best =
            new TreeSet<>(Comparator.comparingInt(Match::distance).thenComparing(Match::name));

    NearMisses(String asked) {
        this.asked = asked.toLowerCase(Locale.ROOT);
        this.allowed = Math.max(1, Math.min(GREATEST_DISTANCE, asked.length() / LETTERS_PER_MISTAKE));
    }

    /** Takes the name if it is like the asked one. */
    void offer(String name) {
        String other = name.toLowerCase(Locale.ROOT);
        if (asked.length() > LONGEST || other.length() > LONGEST) {
            return;
        }
        int distance = distance(other);
        if (distance > allowed && asked.length() >= LETTERS_PER_MISTAKE && other.startsWith(asked)) {
            distance = allowed;
        }
        if (distance <= allowed) {
            best.add(new Match(distance, name));
            if (best.size() > MOST) {
                best.pollLast();
            }
        }
    }

    /** The nearest first. */
    List<String> names() {
        return best.stream().map(Match::name).distinct().toList();
    }

    /** Edits and swaps of neighbours that make one of the other; some number beyond {@code allowed} where these are too many. */
    private int distance(String other) {
        if (Math.abs(asked.length() - other.length()) > allowed) {
            return allowed + 1;
        }
        int[] beforeLast = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= asked.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                boolean same = asked.charAt(i - 1) == other.charAt(j - 1);
                row[j] = Math.min(last[j - 1] + (same ? 0 : 1), Math.min(last[j], row[j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && asked.charAt(i - 1) == other.charAt(j - 2)
                        && asked.charAt(i - 2) == other.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[other.length()];
    }
}
