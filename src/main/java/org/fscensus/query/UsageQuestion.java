package org.fscensus.query;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which usage is asked for, whatever the database.
 *
 * @param groupBy what it is to be broken down by; empty for one sum
 * @param paths the subtrees that it lies in, all that may be seen where there is none
 * @param excludes subtrees of these that are left out
 * @param owners names or numbers of which one must be a file's; empty for any, likewise {@code groups}
 * @param ages buckets that are wanted; null for all, likewise {@code sizes}
 * @param permitted what the asker may see
 */
record UsageQuestion(
        List<Dimension> groupBy,
        List<ScanPath> paths,
        List<ScanPath> excludes,
        List<String> owners,
        List<String> groups,
        @Nullable Set<Integer> ages,
        @Nullable Set<Integer> sizes,
        Permitted permitted) {

    /** The parameters that {@link #parse} reads. */
    static final Set<String> PARAMETERS = Set.of("groupBy", "path", "exclude", "owner", "group", "age", "size");

    static UsageQuestion parse(Parameters parameters, MountAliases aliases) {
        return new UsageQuestion(
                Objects.requireNonNullElse(parameters.read("groupBy", Dimension::parse), List.of()),
                DirectoryFilter.paths(parameters, "path", aliases),
                DirectoryFilter.paths(parameters, "exclude", aliases),
                parameters.all("owner"),
                parameters.all("group"),
                buckets(parameters, "age", BucketScale.AGE),
                buckets(parameters, "size", BucketScale.SIZE),
                parameters.permitted());
    }

    /** Every file under the paths that parameters have. */
    static UsageQuestion under(Parameters parameters, MountAliases aliases, List<Dimension> groupBy) {
        return new UsageQuestion(
                groupBy,
                DirectoryFilter.paths(parameters, "path", aliases),
                DirectoryFilter.paths(parameters, "exclude", aliases),
                List.of(),
                List.of(),
                null,
                null,
                parameters.permitted());
    }

    private static @Nullable Set<Integer> buckets(Parameters parameters, String name, BucketScale scale) {
        List<String> filters = parameters.all(name);
        if (filters.isEmpty()) {
            return null;
        }
        Set<Integer> wanted = new HashSet<>();
        for (String filter : filters) {
            try {
                wanted.addAll(scale.select(filter));
            } catch (IllegalArgumentException e) {
                throw new QuestionException(
                        QuestionException.Kind.INVALID, "parameter " + name + ": " + e.getMessage(), e);
            }
        }
        return Set.copyOf(wanted);
    }

    /** Whether apparent bytes can be told: they are not known by age and size. */
    boolean hasApparentBytes() {
        return ages == null && sizes == null && !groupBy.contains(Dimension.AGE) && !groupBy.contains(Dimension.SIZE);
    }
}
