package org.fscensus.job;

import static org.fscensus.job.InvalidRequestException.Reason.FORBIDDEN;
import static org.fscensus.job.InvalidRequestException.Reason.MALFORMED;
import static org.fscensus.job.InvalidRequestException.Reason.UNPROCESSABLE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The only places that a job may read. A path counts as what it resolves to through every symbolic link. Whether
 * something outside exists is not told. Stateless; any thread.
 */
public final class SourceRoots {
    private static final String FIELD = "source.path";

    private final List<Path> roots;

    /** @param roots directories; one that does not exist admits nothing until it does */
    public SourceRoots(List<Path> roots) {
        this.roots =
                roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
    }

    /**
     * Resolves a source and checks that a job may read it.
     *
     * @param text absolute, or relative to a root: the first that has such a file
     * @return the real path, free of symbolic links
     */
    Path admit(String text) throws InvalidRequestException {
        if (text.isBlank()) {
            throw new InvalidRequestException(MALFORMED, FIELD, "is empty; give the path of a log");
        }
        Path given;
        try {
            given = locate(Path.of(text));
        } catch (InvalidPathException e) {
            throw new InvalidRequestException(MALFORMED, FIELD, "is no path: " + e.getReason());
        }
        Path real = real(given);
        if (real == null) {
            checkInside(text, realAncestor(given));
            throw new InvalidRequestException(
                    UNPROCESSABLE,
                    FIELD,
                    "there is no file " + text + "; check the path, as the service's host sees it");
        }
        checkInside(text, real);
        if (!Files.isRegularFile(real)) {
            throw new InvalidRequestException(
                    UNPROCESSABLE, FIELD, text + " is not a regular file; give the path of one log");
        }
        if (!Files.isReadable(real)) {
            throw new InvalidRequestException(
                    UNPROCESSABLE,
                    FIELD,
                    text + " cannot be read by the service; let its user " + System.getProperty("user.name")
                            + " read it");
        }
        return real;
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

    private void checkInside(String text, Path real) throws InvalidRequestException {
        for (Path root : roots) {
            Path realRoot = real(root);
            if (realRoot != null && real.startsWith(realRoot)) {
                return;
            }
        }
        throw new InvalidRequestException(
                FORBIDDEN,
                FIELD,
                text + " lies outside the places that jobs may read; put the log below one of " + roots
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
