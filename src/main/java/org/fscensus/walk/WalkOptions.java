package org.fscensus.walk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fscensus.entry.PathText;

/** What to walk. Immutable, made by a {@link Builder}. */
public final class WalkOptions {
    private static final int DEFAULT_SAMPLES = 100;

    private final byte[] root;
    private final List<byte[]> roots;
    private final List<String> exclude;
    private final boolean oneFileSystem;
    private final int problemSamples;

    private WalkOptions(Builder builder) {
        root = builder.root;
        roots = List.copyOf(builder.roots);
        exclude = List.copyOf(builder.exclude);
        oneFileSystem = builder.oneFileSystem;
        problemSamples = builder.problemSamples;
    }

    /**
     * Options to walk a directory.
     *
     * @param root its real path: absolute, and without symbolic links; where one is put into it meanwhile, the walk
     *     fails
     */
    public static Builder builder(Path root) {
        return new Builder(bytes(root));
    }

    /**
     * A path without a slash at its end, so empty for the root of all. Taken from its URI, since the text of a path
     * has lost those bytes of it that are no characters in the locale's encoding.
     */
    static byte[] bytes(Path path) {
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("the path is not absolute: " + path);
        }
        String escaped = path.normalize().toUri().getRawPath();
        int end = escaped.length();
        while (end > 0 && escaped.charAt(end - 1) == '/') {
            end--;
        }
        return PathText.decode(escaped.substring(0, end));
    }

    byte[] root() {
        return root.clone();
    }

    /** Whether the root is one of those that walks may not leave, or below one. */
    boolean isRootAllowed() {
        return roots.stream().anyMatch(this::holdsRoot);
    }

    private boolean holdsRoot(byte[] allowed) {
        if (root.length < allowed.length) {
            return false;
        }
        for (int i = 0; i < allowed.length; i++) {
            if (root[i] != allowed[i]) {
                return false;
            }
        }
        return root.length == allowed.length || root[allowed.length] == '/';
    }

    List<String> exclude() {
        return exclude;
    }

    boolean oneFileSystem() {
        return oneFileSystem;
    }

    int problemSamples() {
        return problemSamples;
    }

    /** Collects options. One thread. */
    public static final class Builder {
        private final byte[] root;
        private final List<byte[]> roots = new ArrayList<>();
        private final List<String> exclude = new ArrayList<>();
        private boolean oneFileSystem;
        private int problemSamples = DEFAULT_SAMPLES;

        private Builder(byte[] root) {
            this.root = root;
        }

        /** Adds directories, by their real paths, that walks never leave; the root must be one or be below one. */
        public Builder roots(List<Path> directories) {
            directories.forEach(directory -> roots.add(bytes(directory)));
            return this;
        }

        /**
         * Adds patterns of what is left out, as lines of a {@code .gitignore} in the root would: a later one wins.
         * Bytes that are no text are written as in {@link PathText}.
         */
        public Builder exclude(List<String> patterns) {
            exclude.addAll(patterns);
            return this;
        }

        /** Whether directories of other file systems are counted but not entered; they are entered by default. */
        public Builder oneFileSystem(boolean one) {
            oneFileSystem = one;
            return this;
        }

        /** How many problems are kept as samples, 100 by default. */
        public Builder problemSamples(int most) {
            problemSamples = most;
            return this;
        }

        public WalkOptions build() {
            return new WalkOptions(this);
        }
    }
}
