package org.fscensus.pipeline;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks the system's name services through the {@code getent} command, which may stand before a slow or dead directory
 * server: so everything has a time limit, and a command that overstays it is killed. One thread.
 */
final class Getent {
    private static final Logger LOG = System.getLogger(Getent.class.getName());

    /** Ids in one call: far from any limit on the length of a command, few enough calls to start. */
    private static final int BATCH = 200;

    /** Bytes kept of an entry: its wanted fields are far shorter, but nothing bounds a description. */
    private static final int LONGEST_ENTRY = 4096;

    private static final int ALL_FOUND = 0;
    private static final int SOME_NOT_FOUND = 2;
    private static final long POLL_MILLIS = 50;

    private final List<String> command;
    private final Duration limit;
    private final Runnable checkCancelled;

    /** What kept the command from starting once is taken to last for the import. */
    private boolean cannotStart;

    Getent(Runnable checkCancelled) {
        this(List.of("getent"), Duration.ofSeconds(30), checkCancelled);
    }

    /**
     * @param command what stands before the database and the ids
     * @param limit for all batches of one question together
     * @param checkCancelled called while waiting; what it throws ends the command and the question
     */
    Getent(List<String> command, Duration limit, Runnable checkCancelled) {
        this.command = List.copyOf(command);
        this.limit = limit;
        this.checkCancelled = checkCancelled;
    }

    /**
     * What came back.
     *
     * @param lines one entry each of an id that was asked for, at most one for each; only the wanted fields
     * @param warning why not every id was asked for, a sentence for the user; null where all were, where the command
     *     is not installed, and where it was told before that it cannot be started
     */
    record Answer(List<String> lines, @Nullable String warning) {}

    /**
     * The entries of a database for those ids that have one.
     *
     * @param database {@code passwd} or {@code group}, whose entries have the id in the third field
     * @param fields how many fields of an entry are wanted, from the first
     */
    Answer ask(String database, int fields, Collection<Long> ids) {
        long deadline = System.nanoTime() + limit.toNanos();
        List<String> remaining = ids.stream().map(String::valueOf).toList();
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < remaining.size() && !cannotStart; from += BATCH) {
            List<String> batch = remaining.subList(from, Math.min(from + BATCH, remaining.size()));
            List<String> call = new ArrayList<>(command);
            call.add(database);
            call.addAll(batch);
            String trouble;
            try {
                trouble = run(start(call), new Entries(fields, batch), deadline, lines);
            } catch (IOException e) {
                return new Answer(lines, startFailure(e));
            } catch (TimeoutException e) {
                trouble = "it gave no answer in time (" + limit.toSeconds() + " s)";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                trouble = "it was interrupted";
            }
            if (trouble != null) {
                String what = String.join(" ", command) + " " + database;
                return new Answer(
                        lines,
                        "names are missing: %s was given up with %d of %d ids to go, because %s; their ids are shown"
                                .formatted(what, remaining.size() - from, remaining.size(), trouble));
            }
        }
        return new Answer(lines, null);
    }

    private static Process start(List<String> call) throws IOException {
        return new ProcessBuilder(call)
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Ends all asking; returns what to tell the user, null where the command is not installed, which is no trouble. */
    private @Nullable String startFailure(IOException failure) {
        cannotStart = true;
        if (!isInstalled()) {
            LOG.log(Level.DEBUG, "no names from getent, it is not installed", failure);
            return null;
        }
        return ("names are missing: %s cannot be started (%s); users and groups that the files lack are shown by their"
                        + " ids; check its permissions and the limits on open files, processes and memory")
                .formatted(command.get(0), failure.getMessage());
    }

    /** Whether there is such a file: the failure to start it tells the reason only in words. */
    private boolean isInstalled() {
        String name = command.get(0);
        if (name.indexOf('/') >= 0) {
            return Files.exists(Path.of(name));
        }
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "/bin:/usr/bin");
        return Stream.of(path.split(":", -1)).anyMatch(directory -> Files.isRegularFile(Path.of(directory, name)));
    }

    /** Runs one batch and adds what it printed; returns what is wrong with it, null if nothing. */
    private @Nullable String run(Process process, Entries entries, long deadline, List<String> lines)
            throws TimeoutException, InterruptedException {
        try {
            List<String> output = await(outputOf(process, entries), deadline);
            awaitEnd(process, deadline);
            int exit = process.exitValue();
            if (exit != ALL_FOUND && exit != SOME_NOT_FOUND) {
                return "it ended with exit code " + exit;
            }
            lines.addAll(output);
            return null;
        } catch (ExecutionException e) {
            return "its output cannot be read (" + e.getCause() + ")";
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Reads on a thread of its own, which a child of the command that keeps the pipe open cannot make us wait for. */
    private static CompletableFuture<List<String>> outputOf(Process process, Entries entries) {
        CompletableFuture<List<String>> output = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try {
                        output.complete(entries.readAll(process.getInputStream()));
                    } catch (IOException e) {
                        output.completeExceptionally(e);
                    }
                },
                "getent-output");
        reader.setDaemon(true);
        reader.start();
        return output;
    }

    private List<String> await(CompletableFuture<List<String>> output, long deadline)
            throws TimeoutException, InterruptedException, ExecutionException {
        while (true) {
            checkCancelled.run();
            try {
                return output.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
            }
        }
    }

    /** A command may go on when it has closed its output. */
    private void awaitEnd(Process process, long deadline) throws TimeoutException, InterruptedException {
        while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            checkCancelled.run();
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException();
            }
        }
    }

    /**
     * Reads a batch's output to its end, so that the command never waits for a full pipe, and keeps the first entry of
     * each id that was asked for: memory is bounded whatever is printed. One thread.
     */
    private static final class Entries {
        private static final int ID_FIELD = 2;

        private final int fields;
        private final Set<String> missing;
        private final List<String> found = new ArrayList<>();
        private final byte[] entry = new byte[LONGEST_ENTRY];
        private int length;
        private int colons;

        Entries(int fields, Collection<String> ids) {
            this.fields = fields;
            missing = new HashSet<>(ids);
        }

        List<String> readAll(InputStream output) throws IOException {
            byte[] buffer = new byte[8192];
            for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    accept(buffer[i]);
                }
            }
            endLine();
            return found;
        }

        private void accept(byte b) {
            if (b == '\n') {
                endLine();
                return;
            }
            if (b == ':') {
                colons++;
            }
            if (colons < fields && length < entry.length) {
                entry[length++] = b;
            }
        }

        private void endLine() {
            String text = new String(entry, 0, length, StandardCharsets.UTF_8);
            length = 0;
            colons = 0;
            String[] parts = text.split(":", -1);
            if (parts.length > ID_FIELD && missing.remove(parts[ID_FIELD])) {
                found.add(text);
            }
        }
    }
}
