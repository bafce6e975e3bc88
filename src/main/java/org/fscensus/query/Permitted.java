package org.fscensus.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fscensus.entry.FilesystemName;
import org.jspecify.annotations.Nullable;

/**
 * What an asker may see: some file systems, and of these some subtrees. Whatever is outside answers as if it were not
 * there. It comes with the {@link Parameters} of a question; {@link Filesystems}, {@link Database} and
 * {@link DirectoryTree} hold every question to it. Immutable.
 */
public final class Permitted {
    /** For those who may see all. */
    public static final Permitted EVERYTHING = new Permitted(null, List.of());

    /** For those who may see none. */
    public static final Permitted NOTHING = new Permitted(Set.of(), List.of());

    /** By their keys; null for all. */
    private final @Nullable Set<String> filesystems;

    /** In order, none of them below another; empty for all. */
    private final List<ScanPath> paths;

    private Permitted(@Nullable Set<String> filesystems, List<ScanPath> paths) {
        this.filesystems = filesystems;
        this.paths = paths;
    }

    /**
     * Limits to file systems, to subtrees, or to both.
     *
     * @param filesystems names; empty for all
     * @param paths absolute, as users write them; empty for all
     * @throws IllegalArgumentException if a path is not absolute, or could never be one of a scan
     */
    public static Permitted of(Collection<String> filesystems, Collection<String> paths, MountAliases aliases) {
        Set<String> names =
                filesystems.stream().map(FilesystemName::key).collect(Collectors.toCollection(TreeSet::new));
        Set<ScanPath> sorted = new TreeSet<>();
        for (String path : paths) {
            sorted.add(aliases.resolve(checked(ScanPath.parse(path))));
        }
        List<ScanPath> tops = new ArrayList<>();
        for (ScanPath path : sorted) {
            if (tops.isEmpty() || !path.startsWith(tops.get(tops.size() - 1))) {
                tops.add(path);
            }
        }
        return new Permitted(names.isEmpty() ? null : names, List.copyOf(tops));
    }

    private static ScanPath checked(ScanPath path) {
        for (String step : List.of(".", "..")) {
            if (path.components().stream()
                    .anyMatch(name -> ScanPath.ofName(name).equals(ScanPath.parse("/" + step)))) {
                throw new IllegalArgumentException(
                        "the path '" + path.text() + "' has a '" + step + "' in it, which no path of a scan has");
            }
        }
        return path;
    }

    /** Whether anything is hidden. */
    public boolean isLimited() {
        return filesystems != null || isLimitedToPaths();
    }

    /** Whether anything of the file systems that may be seen is hidden. */
    public boolean isLimitedToPaths() {
        return !paths.isEmpty();
    }

    /** The keys of the file systems, in order; empty for all. */
    public List<String> filesystems() {
        return filesystems == null ? List.of() : List.copyOf(filesystems);
    }

    /** The subtrees as the API shows paths, in order, none of them below another; empty for all. */
    public List<String> pathTexts() {
        return paths.stream().map(ScanPath::text).toList();
    }

    /** Whether a file system may be seen, at least in part. */
    public boolean hasFilesystem(String name) {
        return filesystems == null || filesystems.contains(FilesystemName.key(name));
    }

    List<ScanPath> paths() {
        return paths;
    }

    /** Whether a whole subtree may be seen. */
    boolean includes(ScanPath path) {
        return paths.isEmpty() || paths.stream().anyMatch(path::startsWith);
    }

    /** The depth from which on directories on the way to one that may be seen may be seen too. */
    int firstDepth(ScanPath path) {
        return paths.stream()
                .filter(path::startsWith)
                .mapToInt(ScanPath::depth)
                .min()
                .orElse(0);
    }

    /** What may be seen of a subtree, as subtrees: itself, or those below it. */
    List<ScanPath> within(ScanPath path) {
        return includes(path)
                ? List.of(path)
                : paths.stream().filter(top -> top.startsWith(path)).toList();
    }

    /**
     * The one directory that a question is about.
     *
     * @param path as asked, null where nothing is
     * @throws QuestionException if nothing is asked and several directories could be meant
     */
    ScanPath oneDirectory(@Nullable ScanPath path) {
        if (path != null) {
            return path;
        }
        if (paths.size() > 1) {
            throw QuestionException.invalid("parameter path is missing; you may ask about "
                    + String.join(", ", pathTexts()) + " and what is below");
        }
        return paths.isEmpty() ? DirectoryTree.ROOT_PATH : paths.get(0);
    }

    /** The same for the same limits, and for no others. */
    @Override
    public String toString() {
        return (filesystems == null ? "*" : String.join(",", filesystems)) + " "
                + pathTexts().stream().map(text -> text.length() + text).collect(Collectors.joining(","));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Permitted permitted
                && Objects.equals(filesystems, permitted.filesystems)
                && paths.equals(permitted.paths);
    }

    @Override
    public int hashCode() {
        return Objects.hash(filesystems, paths);
    }
}
