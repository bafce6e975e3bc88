package org.fscensus.query;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which changes a question wants.
 *
 * @param minChange null where it is to be chosen by the answer
 * @param maxDepth changes below that depth count for the directory above them that has it
 * @param limit of the items
 * @param top owners, and groups
 */
record GrowthChoice(
        Growth.Measure by,
        Growth.Scope scope,
        Set<Growth.Kind> kinds,
        @Nullable Long minChange,
        int maxDepth,
        int limit,
        int top) {
    static final Set<String> PARAMETERS = Set.of("by", "scope", "kind", "minChange", "maxDepth", "limit", "top");

    private static final int DEFAULT_LIMIT = 50;
    private static final int GREATEST_LIMIT = 10_000;
    private static final int DEFAULT_TOP = 10;
    private static final int GREATEST_TOP = 1_000;

    static GrowthChoice parse(Parameters parameters) {
        Growth.Measure by =
                Objects.requireNonNullElse(parameters.read("by", Growth.Measure::parse), Growth.Measure.BYTES);
        Long minChange = parameters.read("minChange", by == Growth.Measure.BYTES ? Units::bytes : Units::count);
        if (minChange != null && minChange < 1) {
            throw QuestionException.invalid("parameter minChange: 0 is no change; give at least 1");
        }
        return new GrowthChoice(
                by,
                Objects.requireNonNullElse(parameters.read("scope", Growth.Scope::parse), Growth.Scope.LOCAL),
                kinds(parameters),
                minChange,
                (int) parameters.number("maxDepth", Integer.MAX_VALUE, 0, Integer.MAX_VALUE),
                (int) parameters.number("limit", DEFAULT_LIMIT, 1, GREATEST_LIMIT),
                (int) parameters.number("top", DEFAULT_TOP, 0, GREATEST_TOP));
    }

    private static Set<Growth.Kind> kinds(Parameters parameters) {
        Set<Growth.Kind> kinds = EnumSet.noneOf(Growth.Kind.class);
        for (String text : parameters.all("kind")) {
            try {
                kinds.add(Growth.Kind.parse(text));
            } catch (IllegalArgumentException e) {
                throw new QuestionException(QuestionException.Kind.INVALID, "parameter kind: " + e.getMessage(), e);
            }
        }
        return kinds.isEmpty() ? EnumSet.allOf(Growth.Kind.class) : kinds;
    }
}
