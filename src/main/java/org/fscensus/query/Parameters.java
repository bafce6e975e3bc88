package org.fscensus.query;

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
 * The parameters of one question as the asker wrote them. Reading one that is malformed, or of which there are two where
 * one is meant, throws a {@link QuestionException} that names it.
 */
public final class Parameters {
    private final Map<String, List<String>> values;
    private final Permitted permitted;

    /** Those of somebody who may see everything. */
    public Parameters(Map<String, ? extends Collection<String>> values, Set<String> allowed) {
        this(values, allowed, Permitted.EVERYTHING);
    }

    /**
     * @param values as given
     * @param allowed the names that this question knows
     * @param permitted what the asker may see
     */
    public Parameters(Map<String, ? extends Collection<String>> values, Set<String> allowed, Permitted permitted) {
        this.permitted = permitted;
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(allowed);
        if (!unknown.isEmpty()) {
            throw QuestionException.invalid("unknown parameter " + String.join(", ", unknown) + "; known here are "
                    + (allowed.isEmpty() ? "none" : String.join(", ", new TreeSet<>(allowed))));
        }
        this.values = new HashMap<>();
        values.forEach((name, list) -> this.values.put(name, List.copyOf(list)));
    }

    /** What the asker may see. */
    public Permitted permitted() {
        return permitted;
    }

    /** Every value of a repeatable parameter. */
    public List<String> all(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        if (all.contains("")) {
            throw QuestionException.invalid("parameter " + name + " is empty");
        }
        return all;
    }

    /** The value of a parameter, null where it is not given. */
    public @Nullable String text(String name) {
        List<String> all = all(name);
        if (all.size() > 1) {
            throw QuestionException.invalid("parameter " + name + " is given " + all.size() + " times, once is meant");
        }
        return all.isEmpty() ? null : all.get(0);
    }

    /** A switch: {@code true}, {@code false}; off where not given. */
    public boolean flag(String name) {
        String text = text(name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw QuestionException.invalid("parameter " + name + ": '" + text + "' is neither true nor false");
    }

    /** A whole number within bounds. */
    public long number(String name, long missing, long least, long most) {
        Long value = read(name, Parameters::wholeNumber);
        if (value == null) {
            return missing;
        }
        if (value < least || value > most) {
            throw QuestionException.invalid(
                    "parameter " + name + ": " + value + " is not between " + least + " and " + most);
        }
        return value;
    }

    /** A value as a parser of {@link Units} reads it, null where it is not given. */
    public <T> @Nullable T read(String name, Function<String, T> parser) {
        String text = text(name);
        try {
            return text == null ? null : parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new QuestionException(QuestionException.Kind.INVALID, "parameter " + name + ": " + e.getMessage(), e);
        }
    }

    /** The least and the greatest value of something. */
    public Bounds bounds(String least, String greatest, Function<String, Long> parser) {
        Bounds bounds = new Bounds(read(least, parser), read(greatest, parser));
        Long min = bounds.min();
        Long max = bounds.max();
        if (min != null && max != null && min > max) {
            throw QuestionException.invalid("parameters " + least + " and " + greatest + ": nothing is at least " + min
                    + " and at most " + max);
        }
        return bounds;
    }

    /** The same text for the same question, whatever the order of its parameters; {@code ignored} are left out. */
    public String canonical(Set<String> ignored) {
        TreeMap<String, List<String>> sorted = new TreeMap<>(values);
        sorted.keySet().removeAll(ignored);
        List<String> parts = new ArrayList<>();
        sorted.forEach((name, list) -> list.forEach(value -> parts.add(name.length() + name + value.length() + value)));
        return String.join("&", parts);
    }

    static Long wholeNumber(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no whole number", e);
        }
    }
}
