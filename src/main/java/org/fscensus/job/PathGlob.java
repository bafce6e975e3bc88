package org.fscensus.job;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** Files by a glob whose wildcards ({@code *}, {@code ?}, {@code [a-z]}, {@code {a,b}}) each stay within a component. */
final class PathGlob {
    private PathGlob() {}

    static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    /**
     * What matches, in the order of the names.
     *
     * @param base where a relative pattern begins
     * @param most files; more are an error, not a shortened list
     * @param mayList directories that are looked into; others are as if they were empty
     * @param mayTell what is found in a directory (the first argument) and may be told of; other things are as if they were
     *     not there
     * @throws IllegalArgumentException if it is malformed, or matches more
     * @throws IOException if a directory cannot be read
     */
    static List<Path> expand(
            Path base, Path pattern, int most, Predicate<Path> mayList, BiPredicate<Path, Path> mayTell)
            throws IOException {
        List<Path> found = List.of(pattern.isAbsolute() ? pattern.getRoot() : base);
        for (Path component : pattern.normalize()) {
            List<Path> deeper = new ArrayList<>();
            for (Path path : found) {
                for (Path match : matches(path, component.toString(), mayList)) {
                    if (mayTell.test(path, match)) {
                        deeper.add(match);
                    }
                }
            }
            if (deeper.size() > most) {
                throw new IllegalArgumentException("it matches more than " + most + " files");
            }
            found = deeper;
        }
        return found;
    }

    private static List<Path> matches(Path directory, String component, Predicate<Path> mayList) throws IOException {
        Path literal = directory.resolve(component);
        if (!mayList.test(directory)) {
            return List.of();
        }
        if (!isGlob(component) || Files.exists(literal)) {
            return Files.exists(literal) ? List.of(literal) : List.of();
        }
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        PathMatcher matcher = directory.getFileSystem().getPathMatcher("glob:" + component);
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                // As in a shell: hidden files are not meant unless the pattern says so.
                boolean hidden = entry.getFileName().toString().startsWith(".");
                if (matcher.matches(entry.getFileName()) && (!hidden || component.startsWith("."))) {
                    names.add(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort(null);
        return names;
    }
}
