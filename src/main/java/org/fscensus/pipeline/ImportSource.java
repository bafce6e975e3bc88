package org.fscensus.pipeline;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a job reads. Paths are real ones, already checked against the roots. */
public sealed interface ImportSource {

    /** The phases that a job of it goes through. */
    default Set<Phase> phases() {
        return EnumSet.allOf(Phase.class);
    }

    /** As messages call it. */
    String describe();

    /** As the database keeps it: a path, or one to a line. */
    String text();

    /**
     * Scan logs that lie where the service can read them.
     *
     * @param files at least one; several are one scan
     */
    record Logs(List<Path> files) implements ImportSource {
        public Logs {
            files = List.copyOf(files);
        }

        @Override
        public String describe() {
            int more = files.size() - 1;
            return files.get(0) + (more == 0 ? "" : " and " + more + (more == 1 ? " more file" : " more files"));
        }

        @Override
        public String text() {
            return String.join("\n", files.stream().map(Path::toString).toList());
        }
    }

    /** A scan log that came over HTTP; it goes with its job. */
    record Upload(Path file) implements ImportSource {
        @Override
        public String describe() {
            return "the uploaded " + text();
        }

        /** The name that it was sent under. */
        @Override
        public String text() {
            return String.valueOf(file.getFileName());
        }
    }

    /**
     * The beginning of a scan log, which came over HTTP to be looked at. No job has one.
     *
     * @param bytes of the whole log, more than the file has
     */
    record Beginning(Path file, long bytes) implements ImportSource {
        @Override
        public String describe() {
            return text();
        }

        /** The name that it was sent under. */
        @Override
        public String text() {
            return String.valueOf(file.getFileName());
        }
    }

    /**
     * A live directory tree.
     *
     * @param exclude patterns as in a gitignore file
     * @param oneFileSystem whether what is mounted below the root is left out
     */
    record Tree(Path root, List<String> exclude, boolean oneFileSystem) implements ImportSource {
        public Tree {
            exclude = List.copyOf(exclude);
        }

        @Override
        public String describe() {
            return root.toString();
        }

        @Override
        public String text() {
            return root.toString();
        }
    }

    /**
     * A generation that is served: nothing is imported, its database is checked again.
     *
     * @param generation its id
     */
    record Published(String generation) implements ImportSource {
        @Override
        public Set<Phase> phases() {
            return EnumSet.of(Phase.VERIFY);
        }

        @Override
        public String describe() {
            return "generation " + generation;
        }

        @Override
        public String text() {
            return generation;
        }
    }
}
