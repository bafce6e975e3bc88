package org.fscensus.job;

import static org.fscensus.job.InvalidRequestException.Reason.FORBIDDEN;
import static org.fscensus.job.InvalidRequestException.Reason.MALFORMED;
import static org.fscensus.job.InvalidRequestException.Reason.UNPROCESSABLE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The only places that a job may read. A path counts as what it resolves to through every symbolic link. Whether
 * something outside exists is not told. Stateless; any thread.
 */
public final class SourceRoots {
    /** More than any parallel scanner writes. */
    private static final int MOST_FILES = 10_000;

    private final List<Path> roots;

    /** @param roots directories; one that does not exist admits nothing until it does */
    public SourceRoots(List<Path> roots) {
        this.roots =
                roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
    }

    /**
     * Resolves a log and checks that a job may read it.
     *
     * @param field that names it, for messages
     * @param text absolute, or relative to a root: the first that has such a file
     * @return the real path, free of symbolic links
     */
    Path admit(String field, String text) throws InvalidRequestException {
        Path real = resolve(field, text);
        if (!Files.isRegularFile(real)) {
            throw new InvalidRequestException(
                    UNPROCESSABLE, field, text + " is not a regular file; give the path of one log");
        }
        checkReadable(field, text, real);
        return real;
    }

    /** As {@link #admit}, for a tree to be walked. */
    Path admitDirectory(String field, String text) throws InvalidRequestException {
        Path real = resolve(field, text);
        if (!Files.isDirectory(real)) {
            throw new InvalidRequestException(
                    UNPROCESSABLE, field, text + " is not a directory; give the top of the tree to walk");
        }
        checkReadable(field, text, real);
        return real;
    }

    /**
     * The files that a pattern means, in the order of their names. Its wildcards are those of a glob, each within a
     * component.
     *
     * @param text absolute, or relative to a root: the first that has such files
     * @return the text itself where it has no wildcards
     */
    List<String> expand(String field, String text) throws InvalidRequestException {
        if (!PathGlob.isGlob(text)) {
            return List.of(text);
        }
        Path pattern = path(field, text);
        if (pattern.isAbsolute()) {
            checkAround(field, text, beforeWildcards(pattern));
        }
        List<Path> bases = pattern.isAbsolute() ? List.of(Path.of("/")) : roots;
        for (Path base : bases) {
            List<Path> found = glob(field, base, pattern);
            if (!found.isEmpty()) {
                return found.stream().map(Path::toString).toList();
            }
        }
        throw new InvalidRequestException(
                UNPROCESSABLE, field, "no file matches " + text + "; check it, as the service's host sees it");
    }

    /** Refuses what can mean nothing in a root; like {@link #resolve}, whether it exists or not. */
    private void checkAround(String field, String text, Path directory) throws InvalidRequestException {
        Path real = real(directory);
        if (real == null) {
            checkInside(field, text, realAncestor(directory));
        } else if (!isAround(real)) {
            checkInside(field, text, real);
        }
    }

    private static Path beforeWildcards(Path pattern) {
        Path directory = pattern.getRoot();
        for (Path component : pattern.normalize()) {
            if (PathGlob.isGlob(component.toString())) {
                break;
            }
            directory = directory.resolve(component);
        }
        return directory;
    }

    private List<Path> glob(String field, Path base, Path pattern) throws InvalidRequestException {
        try {
            // What lies in a root is told, be it a link to somewhere else; above the roots only the way to them.
            return PathGlob.expand(
                    base, pattern, MOST_FILES, this::isAround, (in, match) -> isInside(in) || isAround(match));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(MALFORMED, field, pattern + " is no pattern: " + e.getMessage());
        } catch (IOException e) {
            throw new InvalidRequestException(
                    UNPROCESSABLE, field, pattern + " cannot be looked up: " + e.getMessage());
        }
    }

    /** Whether something in a root can lie below a directory, or above it: nothing is looked up anywhere else. */
    private boolean isAround(Path path) {
        Path real = real(path);
        return real != null && realRoots().stream().anyMatch(root -> real.startsWith(root) || root.startsWith(real));
    }

    private boolean isInside(Path directory) {
        Path real = real(directory);
        return real != null && realRoots().stream().anyMatch(real::startsWith);
    }

    private List<Path> realRoots() {
        return roots.stream()
                .map(SourceRoots::real)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private Path resolve(String field, String text) throws InvalidRequestException {
        Path given = locate(path(field, text));
        Path real = real(given);
        if (real == null) {
            checkInside(field, text, realAncestor(given));
            throw new InvalidRequestException(
                    UNPROCESSABLE,
                    field,
                    "there is no file " + text + " in " + roots + ", as the service's host sees them"
                            + (PathGlob.isGlob(text) ? "; wildcards are for source.paths" : ""));
        }
        checkInside(field, text, real);
        return real;
    }

    private static Path path(String field, String text) throws InvalidRequestException {
        if (text.isBlank()) {
            throw new InvalidRequestException(MALFORMED, field, "is empty; give the path of a log");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InvalidRequestException(MALFORMED, field, "is no path: " + e.getReason());
        }
    }

    private static void checkReadable(String field, String text, Path real) throws InvalidRequestException {
        if (!Files.isReadable(real)) {
            throw new InvalidRequestException(
                    UNPROCESSABLE,
                    field,
                    text + " cannot be read by the service; let its user " + System.getProperty("user.name")
                            + " read it");
        }
    }

    private Path locate(Path given) {
        if (given.isAbsolute() || roots.isEmpty()) {
            return given.toAbsolutePath();
        }
        return roots.stream()
                .map(root -> root.resolve(given))
                .filter(Files::exists)
                .findFirst()
                .orElseGet(() -> roots.get(0).resolve(given));
    }

    private void checkInside(String field, String text, Path real) throws InvalidRequestException {
        for (Path root : roots) {
            Path realRoot = real(root);
            if (realRoot != null && real.startsWith(realRoot)) {
                return;
            }
        }
        throw new InvalidRequestException(
                FORBIDDEN,
                field,
                text + " lies outside the places that jobs may read; put it below one of " + roots
                        + ", or add its directory to fscensus.import.roots");
    }

    /** The nearest ancestor that exists, resolved. */
    private static Path realAncestor(Path missing) {
        Path normal = missing.normalize();
        for (Path up = normal.getParent(); up != null; up = up.getParent()) {
            Path real = real(up);
            if (real != null) {
                return real;
            }
        }
        return normal;
    }

    private static @Nullable Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            // Missing, or below a directory that may not be searched: for a job the same.
            return null;
        }
    }
}
