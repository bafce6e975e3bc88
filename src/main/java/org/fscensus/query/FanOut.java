package org.fscensus.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;
import org.fscensus.store.DatabaseProblem;
import org.fscensus.store.Generation;
import org.jspecify.annotations.Nullable;

/**
 * Puts one question to several databases side by side. The threads for that are few, and all questions share them; each
 * asker's own thread takes part, so that no question waits for a thread. Thread-safe.
 *
 * <p>What a thread of the fan-out did is seen by the asker's when {@link #ask} returns: it may go on with what was
 * opened.
 */
public final class FanOut implements AutoCloseable {
    private static final long IDLE_SECONDS = 60;

    /** What the present thread is at work for. */
    private static final ThreadLocal<@Nullable Round<?>> CURRENT = new ThreadLocal<>();

    private final int threads;
    private final @Nullable ThreadPoolExecutor helpers;

    /**
     * What one generation answered: a value, or a problem.
     *
     * @param failure the problem as an exception
     */
    record Result<T>(
            Generation generation,
            @Nullable T value,
            @Nullable QuestionException failure) {}

    /** @param threads beside the askers' own; with 0 each reads one database after the other */
    public FanOut(int threads) {
        if (threads < 0) {
            throw new IllegalArgumentException(threads + " threads");
        }
        this.threads = threads;
        this.helpers = threads == 0 ? null : pool(threads);
    }

    private static ThreadPoolExecutor pool(int threads) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = work -> {
            Thread thread = new Thread(work, "question-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        // Nobody depends on the helpers: once the pool is closed, the askers do all by themselves.
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                factory,
                new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Asks every generation, and returns when none is at work any more.
     *
     * @param question called once for each generation, on any thread; whatever is wrong with one database alone, see
     *     {@link QuestionException#isOfOneDatabase}, becomes the problem of that generation. Any other exception ends
     *     the statements of the rest (see {@link Database}) and is thrown.
     * @return in the order of the generations; where there are any, one at least has a value
     * @throws QuestionException the first problem, if there are nothing but problems
     */
    <T> List<Result<T>> ask(List<Generation> generations, Function<Generation, T> question) {
        return ask(generations, question, value -> {});
    }

    /** @param discard given each value that nobody will get, because the question failed */
    <T> List<Result<T>> ask(List<Generation> generations, Function<Generation, T> question, Consumer<T> discard) {
        Round<T> round = new Round<>(generations, question, CURRENT.get());
        ThreadPoolExecutor pool = helpers;
        int helping = pool == null ? 0 : Math.min(threads, generations.size() - 1);
        for (int i = 0; i < helping; i++) {
            Objects.requireNonNull(pool).execute(round);
        }
        round.run();
        for (int i = 0; i < helping && Objects.requireNonNull(pool).remove(round); i++) {
            // Helpers that have not begun find nothing left to do.
        }
        round.awaitEnd();
        return round.results(discard);
    }

    /** What could be read, in order. */
    static <T> List<T> values(List<Result<T>> results) {
        List<T> values = new ArrayList<>();
        for (Result<T> result : results) {
            T value = result.value();
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /** What could not be read, in order. */
    static <T> List<DatabaseProblem> problems(List<Result<T>> results) {
        List<DatabaseProblem> problems = new ArrayList<>();
        for (Result<T> result : results) {
            QuestionException failure = result.failure();
            if (failure != null) {
                Generation generation = result.generation();
                problems.add(new DatabaseProblem(
                        generation.filesystem(), generation.id(), String.valueOf(failure.getMessage())));
            }
        }
        return problems;
    }

    /** Whether what the present thread is asking for has failed elsewhere, so that nobody wants the answer. */
    static boolean isCancelled() {
        Round<?> current = CURRENT.get();
        return current != null && current.isFailed();
    }

    /** Lets the helpers go; questions are answered all the same. */
    @Override
    public void close() {
        if (helpers != null) {
            helpers.shutdown();
        }
    }

    /** One question. Run by every thread that takes part in it. */
    private static final class Round<T> implements Runnable {
        private final List<Generation> generations;
        private final Function<Generation, T> question;
        private final @Nullable Round<?> outer;
        private final AtomicReferenceArray<@Nullable Result<T>> results;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch unfinished;
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        /** @param outer the question that this one is a part of */
        Round(List<Generation> generations, Function<Generation, T> question, @Nullable Round<?> outer) {
            this.generations = generations;
            this.question = question;
            this.outer = outer;
            this.results = new AtomicReferenceArray<>(generations.size());
            this.unfinished = new CountDownLatch(generations.size());
        }

        boolean isFailed() {
            return failure.get() != null || (outer != null && outer.isFailed());
        }

        @Override
        public void run() {
            Round<?> before = CURRENT.get();
            CURRENT.set(this);
            try {
                for (int i = next.getAndIncrement(); i < generations.size(); i = next.getAndIncrement()) {
                    if (!isFailed()) {
                        ask(i);
                    }
                    unfinished.countDown();
                }
            } finally {
                CURRENT.set(before);
            }
        }

        private void ask(int i) {
            Generation generation = generations.get(i);
            try {
                results.set(i, new Result<>(generation, question.apply(generation), null));
            } catch (QuestionException e) {
                if (e.isOfOneDatabase()) {
                    results.set(i, new Result<>(generation, null, e));
                } else {
                    failure.compareAndSet(null, e);
                }
            } catch (RuntimeException | Error e) {
                Throwable first = failure.compareAndExchange(null, e);
                if (first != null) {
                    first.addSuppressed(e);
                }
            }
        }

        /** An interrupted asker gives up, but not before the others have stopped. */
        void awaitEnd() {
            boolean interrupted = false;
            while (true) {
                try {
                    unfinished.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                    failure.compareAndSet(null, Database.interrupted(e));
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        List<Result<T>> results(Consumer<T> discard) {
            List<Result<T>> all = new ArrayList<>();
            for (int i = 0; i < results.length(); i++) {
                Result<T> result = results.get(i);
                if (result != null) {
                    all.add(result);
                }
            }
            Throwable failed = failure.get();
            if (failed == null && all.size() < generations.size()) {
                failed = Database.interrupted(new CancellationException("the question that this is a part of failed"));
            }
            if (failed != null) {
                throw discarded(values(all), discard, failed);
            }
            if (!all.isEmpty() && values(all).isEmpty()) {
                throw Objects.requireNonNull(all.get(0).failure());
            }
            return all;
        }

        private static <T> RuntimeException discarded(List<T> values, Consumer<T> discard, Throwable reason) {
            for (T value : values) {
                try {
                    discard.accept(value);
                } catch (RuntimeException e) {
                    reason.addSuppressed(e);
                }
            }
            if (reason instanceof Error error) {
                throw error;
            }
            return (RuntimeException) reason;
        }
    }
}
