package org.fscensus.query;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which directories a list holds; everything that is given must hold. See the contract for what each means.
 *
 * @param names patterns of which one must match
 * @param owner a name or an id, as are the three that follow
 * @param direct whether sizes and times are the directory's own
 * @param permitted what the asker may see
 */
record DirectoryFilter(
        List<ScanPath> paths,
        List<ScanPath> excludes,
        Bounds depth,
        List<String> names,
        boolean ignoreCase,
        @Nullable String owner,
        @Nullable String group,
        @Nullable String inodeOwner,
        @Nullable String inodeGroup,
        boolean singleOwner,
        boolean singleGroup,
        boolean leavesOnly,
        Bounds size,
        Bounds files,
        Bounds averageSize,
        @Nullable TimeBound accessedBefore,
        @Nullable TimeBound accessedAfter,
        boolean direct,
        Permitted permitted) {

    /** The parameters that this reads. */
    static final Set<String> PARAMETERS = Set.of(
            "path",
            "exclude",
            "minDepth",
            "maxDepth",
            "name",
            "ignoreCase",
            "owner",
            "group",
            "inodeOwner",
            "inodeGroup",
            "singleOwner",
            "singleGroup",
            "leavesOnly",
            "minSize",
            "maxSize",
            "minFiles",
            "maxFiles",
            "minAverageSize",
            "maxAverageSize",
            "accessedBefore",
            "accessedAfter",
            "direct");

    static DirectoryFilter parse(Parameters parameters, MountAliases aliases) {
        return new DirectoryFilter(
                paths(parameters, "path", aliases),
                paths(parameters, "exclude", aliases),
                parameters.bounds("minDepth", "maxDepth", Parameters::wholeNumber),
                parameters.all("name"),
                parameters.flag("ignoreCase"),
                parameters.text("owner"),
                parameters.text("group"),
                parameters.text("inodeOwner"),
                parameters.text("inodeGroup"),
                parameters.flag("singleOwner"),
                parameters.flag("singleGroup"),
                parameters.flag("leavesOnly"),
                parameters.bounds("minSize", "maxSize", Units::bytes),
                parameters.bounds("minFiles", "maxFiles", Units::count),
                parameters.bounds("minAverageSize", "maxAverageSize", Units::bytes),
                parameters.read("accessedBefore", Units::time),
                parameters.read("accessedAfter", Units::time),
                parameters.flag("direct"),
                parameters.permitted());
    }

    /** Whether no time is both before and after what is asked, for a scan taken at {@code scanTime}. */
    boolean isImpossibleAt(Instant scanTime) {
        return accessedBefore != null
                && accessedAfter != null
                && !accessedAfter.at(scanTime).isBefore(accessedBefore.at(scanTime));
    }

    /** The directory of a question about one, which is the whole of what may be seen where none is given. */
    static ScanPath path(Parameters parameters, MountAliases aliases) {
        return parameters
                .permitted()
                .oneDirectory(parameters.read("path", text -> aliases.resolve(ScanPath.parse(text))));
    }

    /** The paths of a repeatable parameter, each once. */
    static List<ScanPath> paths(Parameters parameters, String name, MountAliases aliases) {
        // A set: the same path twice is once.
        Set<ScanPath> paths = new TreeSet<>();
        for (String text : parameters.all(name)) {
            try {
                paths.add(aliases.resolve(ScanPath.parse(text)));
            } catch (IllegalArgumentException e) {
                throw new QuestionException(
                        QuestionException.Kind.INVALID, "parameter " + name + ": " + e.getMessage(), e);
            }
        }
        return List.copyOf(paths);
    }
}
