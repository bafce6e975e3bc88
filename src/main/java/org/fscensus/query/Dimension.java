package org.fscensus.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What usage can be broken down by. */
public enum Dimension {
    OWNER,
    GROUP,
    AGE,
    SIZE;

    /** As questions and answers have it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads several.
     *
     * @param text joined by commas
     * @throws IllegalArgumentException if one is unknown, or is there twice
     */
    static List<Dimension> parse(String text) {
        List<Dimension> all = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            Dimension dimension = Stream.of(values())
                    .filter(known -> known.text().equals(each))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'" + each + "' is none of "
                            + Stream.of(values()).map(Dimension::text).collect(Collectors.joining(", "))
                            + "; join several by commas"));
            if (all.contains(dimension)) {
                throw new IllegalArgumentException("'" + each + "' is there twice");
            }
            all.add(dimension);
        }
        return List.copyOf(all);
    }
}
