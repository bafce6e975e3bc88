package org.fscensus.rest;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a client says it would rather have, in an {@code Accept} or {@code Accept-Encoding} header (RFC 9110, 12.4.2).
 *
 * @param weights from 0, not at all, to 1, by lower-case name
 */
record Preferences(Map<String, Double> weights) {

    /**
     * @param header its name
     * @param lines its values, as many as there are such lines
     * @throws ProblemException if a weight is none
     */
    static Preferences read(String header, List<String> lines) {
        Map<String, Double> weights = new HashMap<>();
        for (String line : lines) {
            for (String item : line.split(",", -1)) {
                String[] parts = item.split(";", -1);
                String name = parts[0].strip().toLowerCase(Locale.ROOT);
                if (!name.isEmpty()) {
                    weights.merge(name, weight(header, parts), Math::max);
                }
            }
        }
        return new Preferences(weights);
    }

    private static double weight(String header, String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("q=") || parameter.startsWith("Q=")) {
                try {
                    double weight = Double.parseDouble(parameter.substring(2));
                    if (weight >= 0 && weight <= 1) {
                        return weight;
                    }
                } catch (NumberFormatException e) {
                    // Told below, as for a number out of range.
                }
                throw ProblemException.badRequest(
                        "The header " + header + " has '" + parameter + "'; a weight is a number from 0 to 1.");
            }
        }
        return 1;
    }

    /** Whether nothing is preferred to anything. */
    boolean isEmpty() {
        return weights.isEmpty();
    }

    /**
     * The weight of something; 0 where it is not wanted.
     *
     * @param names that it goes by, the most specific first
     */
    double of(String... names) {
        for (String name : names) {
            Double weight = weights.get(name);
            if (weight != null) {
                return weight;
            }
        }
        return 0;
    }
}
