package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearMissesTest {
    private static final List<String> NAMES = List.of(
            "alice",
            "alicia",
            "alan",
            "bob",
            "bobby",
            "carol",
            "climate-data",
            "Dave",
            "eve",
            "malice",
            "root",
            "zo\u00eb");

    private static List<String> near(String asked, List<String> names) {
        NearMisses near = new NearMisses(asked);
        names.forEach(near::offer);
        return near.names();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "alcie,alice",
                "alic,alice alicia",
                "alici,alice alicia",
                "ALICE,alice malice",
                "mallice,malice alice",
                "dave,Dave",
                "bib,bob",
                "clim,climate-data",
                "climatedata,climate-data",
                "zoe,zo\u00eb",
                "xyzzy,none",
                "al,none"
            })
    void aSlipOfTheFingersIsUnderstood(String asked, String expected) {
        assertThat(String.join(" ", near(asked, NAMES))).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void aFewOfManyAreNamedTheNearestFirst() {
        List<String> names = new ArrayList<>();
        for (char c = 'a'; c <= 'z'; c++) {
            names.add("user-" + c + c);
        }
        names.add("user-3");
        assertThat(near("user-33", names)).containsExactly("user-3", "user-aa", "user-bb", "user-cc", "user-dd");
        assertThat(near("x".repeat(10_000), List.of("x".repeat(10_001)))).isEmpty();
    }

    /** Every edit within the allowed is found, against distances by plain recursion. */
    @Test
    void distancesAreThoseOfTheReference() {
        Random random = new Random(1);
        int near = 0;
        for (int i = 0; i < 4000; i++) {
            String one = word(random);
            String other = word(random);
            int allowed = Math.max(1, one.length() / 3);
            boolean begins = one.length() >= 3 && other.startsWith(one);
            boolean expected = begins || distance(one, other) <= allowed;
            near += expected ? 1 : 0;
            assertThat(near(one, List.of(other)))
                    .as("%s, %s", one, other)
                    .isEqualTo(expected ? List.of(other) : List.of());
        }
        assertThat(near).isBetween(200, 3800);
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int length = 1 + random.nextInt(6); length > 0; length--) {
            word.append("abc".charAt(random.nextInt(3)));
        }
        return word.toString().toLowerCase(Locale.ROOT);
    }

    private static int distance(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.length() + other.length();
        }
        String shorter = one.substring(1);
        String otherShorter = other.substring(1);
        int least = distance(shorter, otherShorter) + (one.charAt(0) == other.charAt(0) ? 0 : 1);
        least = Math.min(least, distance(shorter, other) + 1);
        least = Math.min(least, distance(one, otherShorter) + 1);
        if (one.length() > 1
                && other.length() > 1
                && one.charAt(0) == other.charAt(1)
                && one.charAt(1) == other.charAt(0)) {
            least = Math.min(least, distance(one.substring(2), other.substring(2)) + 1);
        }
        return least;
    }
}
