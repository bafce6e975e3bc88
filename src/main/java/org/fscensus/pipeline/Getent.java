package org.fscensus.pipeline;

import java.io.File;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the system's name services through the {@code getent} command, which may stand before a slow or dead directory
 * server: so everything has a time limit, and a command that overstays it is killed.
 */
final class Getent {
    private static final Logger LOG = System.getLogger(Getent.class.getName());

    /** Ids in one call: far from any limit on the length of a command, few enough calls to start. */
    private static final int BATCH = 200;

    private static final int MOST_OUTPUT = 1 << 20;
    private static final int ALL_FOUND = 0;
    private static final int SOME_NOT_FOUND = 2;
    private static final long POLL_MILLIS = 50;

    private final List<String> command;
    private final Duration limit;
    private final Runnable checkCancelled;

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
     * @param lines one entry each, maybe some that were not asked for
     * @param warning why not every id was asked for, a sentence for the user; null where all were
     */
    record Answer(List<String> lines, @Nullable String warning) {}

    /** The entries of a database ({@code passwd}, {@code group}) for those ids that have one. */
    Answer ask(String database, Collection<Long> ids) {
        long deadline = System.nanoTime() + limit.toNanos();
        List<String> remaining = ids.stream().map(String::valueOf).toList();
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < remaining.size(); from += BATCH) {
            List<String> call = new ArrayList<>(command);
            call.add(database);
            call.addAll(remaining.subList(from, Math.min(from + BATCH, remaining.size())));
            String trouble;
            try {
                trouble = run(call, deadline, lines);
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

    /** Runs one batch and adds what it printed; returns what is wrong with it, null if nothing. */
    private @Nullable String run(List<String> call, long deadline, List<String> lines)
            throws TimeoutException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(call)
                    .redirectInput(new File("/dev/null"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "no names from getent, it cannot be started", e);
            return null;
        }
        try {
            byte[] output = await(outputOf(process), deadline);
            if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            int exit = process.exitValue();
            if (exit != ALL_FOUND && exit != SOME_NOT_FOUND) {
                return "it ended with exit code " + exit;
            }
            lines.addAll(new String(output, StandardCharsets.UTF_8).lines().toList());
            return null;
        } catch (ExecutionException e) {
            return "its output cannot be read (" + e.getCause() + ")";
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Reads on a thread of its own, which a child of the command that keeps the pipe open cannot make us wait for. */
    private static CompletableFuture<byte[]> outputOf(Process process) {
        CompletableFuture<byte[]> output = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try {
                        output.complete(process.getInputStream().readNBytes(MOST_OUTPUT));
                    } catch (IOException e) {
                        output.completeExceptionally(e);
                    }
                },
                "getent-output");
        reader.setDaemon(true);
        reader.start();
        return output;
    }

    private byte[] await(CompletableFuture<byte[]> output, long deadline)
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
}
