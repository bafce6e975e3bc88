package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.fscensus.query.QuestionException.Kind;
import org.fscensus.store.DatabaseProblem;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.Retention;
import org.fscensus.store.SampleTree;
import org.fscensus.store.TestStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class FanOutTest {
    private static final Instant SCAN = Instant.parse("2026-01-11T00:00:00Z");

    /** Would run for hours. */
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";

    private final GenerationStore store;
    private final List<Generation> generations = new ArrayList<>();

    FanOutTest(@TempDir Path data) {
        store = TestStore.in(data, new Retention(8, 24));
    }

    @BeforeAll
    void publish() throws Exception {
        for (int i = 0; i < 6; i++) {
            SampleTree tree = SampleTree.random(i, SCAN.getEpochSecond(), 20);
            generations.add(TestStore.publish(store, "fs" + i, SCAN, "job" + i, tree));
        }
    }

    @AfterAll
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 16})
    void answersComeInTheOrderOfTheGenerationsAndProblemsDoNotSpoilThem(int threads) {
        try (FanOut fanOut = new FanOut(threads)) {
            List<FanOut.Result<String>> results = fanOut.ask(
                    generations,
                    generation -> switch (generation.id().charAt(generation.id().length() - 1)) {
                        case '1' -> throw new QuestionException(Kind.UNREADABLE, "broken");
                        case '4' -> throw new QuestionException(Kind.OUTDATED, "too old");
                        default -> generation.filesystem();
                    });

            assertThat(results).extracting(FanOut.Result::generation).isEqualTo(generations);
            assertThat(FanOut.values(results)).containsExactly("fs0", "fs2", "fs3", "fs5");
            assertThat(FanOut.problems(results))
                    .containsExactly(
                            new DatabaseProblem("fs1", generations.get(1).id(), "broken"),
                            new DatabaseProblem("fs4", generations.get(4).id(), "too old"));
            assertThat(fanOut.ask(List.of(), generation -> 1)).isEmpty();
        }
    }

    @Test
    void nothingButProblemsIsNoAnswer() {
        try (FanOut fanOut = new FanOut(2)) {
            assertThatThrownBy(() -> fanOut.ask(generations, generation -> {
                        throw new QuestionException(Kind.UNREADABLE, generation.filesystem());
                    }))
                    .isInstanceOf(QuestionException.class)
                    .hasMessage("fs0");
        }
    }

    @Test
    void allQuestionsTogetherUseNoMoreThreadsThanThereAre() throws Exception {
        Set<Thread> helpers = ConcurrentHashMap.newKeySet();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService askers = Executors.newFixedThreadPool(4);
        CountDownLatch twoAtOnce = new CountDownLatch(2);
        try (FanOut fanOut = new FanOut(2)) {
            List<Future<List<FanOut.Result<String>>>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(askers.submit(() -> {
                    Thread asker = Thread.currentThread();
                    return fanOut.ask(generations, generation -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        if (Thread.currentThread() != asker) {
                            helpers.add(Thread.currentThread());
                        }
                        twoAtOnce.countDown();
                        await(twoAtOnce);
                        running.decrementAndGet();
                        return generation.filesystem();
                    });
                }));
            }
            for (Future<List<FanOut.Result<String>>> answer : answers) {
                assertThat(answer.get()).hasSize(6);
            }
        } finally {
            askers.shutdownNow();
        }
        assertThat(helpers).hasSizeLessThanOrEqualTo(2);
        assertThat(most.get()).isBetween(2, 6);
    }

    @Test
    void aQuestionEndsThoughAllThreadsAreBusyWithOthers() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService askers = Executors.newSingleThreadExecutor();
        try (FanOut fanOut = new FanOut(1)) {
            Future<?> slow = askers.submit(() -> fanOut.ask(generations.subList(0, 2), generation -> {
                begun.countDown();
                await(go);
                return 1;
            }));
            await(begun);

            // The asker's thread and the one helper are both in there.
            Thread self = Thread.currentThread();
            List<FanOut.Result<Thread>> quick = fanOut.ask(generations, generation -> Thread.currentThread());

            assertThat(FanOut.values(quick)).hasSize(6).containsOnly(self);
            assertThat(slow.isDone()).isFalse();
            go.countDown();
            slow.get();
        } finally {
            askers.shutdownNow();
        }
    }

    @Test
    void aQuestionWithinAQuestionFindsAThread() {
        try (FanOut fanOut = new FanOut(1)) {
            List<FanOut.Result<Integer>> results = fanOut.ask(
                    generations,
                    outer -> fanOut.ask(generations, inner -> outer.filesystem() + inner.filesystem())
                            .size());

            assertThat(FanOut.values(results)).containsExactly(6, 6, 6, 6, 6, 6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aFailureEndsTheStatementsOfTheRestAndGivesBackWhatWasOpened(int failing) {
        CountDownLatch begun = new CountDownLatch(1);
        List<String> opened = new ArrayList<>();
        List<String> discarded = new ArrayList<>();
        try (FanOut fanOut = new FanOut(2)) {
            Function<Generation, String> question = generation -> {
                if (generation.equals(generations.get(failing))) {
                    await(begun);
                    throw new IllegalStateException("no answer");
                }
                if (generation.equals(generations.get(2))) {
                    synchronized (opened) {
                        opened.add(generation.filesystem());
                    }
                    return generation.filesystem();
                }
                try (Database database = Database.open(store, generation, Duration.ofHours(1), Permitted.EVERYTHING)) {
                    begun.countDown();
                    database.number(ENDLESS, 0);
                }
                return "never";
            };
            assertThatThrownBy(() -> fanOut.ask(generations.subList(0, 3), question, discarded::add))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no answer");
        }
        assertThat(discarded).isEqualTo(opened);
        assertThat(FanOut.isCancelled()).isFalse();
    }

    @Test
    void anInterruptedAskerGivesUp() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        List<Object> seen = new ArrayList<>();
        try (FanOut fanOut = new FanOut(2)) {
            Thread asker = new Thread(() -> {
                try {
                    fanOut.ask(generations.subList(0, 2), generation -> {
                        try (Database database =
                                Database.open(store, generation, Duration.ofHours(1), Permitted.EVERYTHING)) {
                            begun.countDown();
                            return database.number(ENDLESS, 0);
                        }
                    });
                } catch (QuestionException e) {
                    seen.add(e.kind());
                    seen.add(Thread.currentThread().isInterrupted());
                }
            });
            asker.start();
            await(begun);
            asker.interrupt();
            asker.join();
        }
        assertThat(seen).containsExactly(Kind.UNAVAILABLE, true);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"UNREADABLE", "OUTDATED"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatIsNoFaultOfOneDatabaseFailsTheQuestion(Kind kind) {
        try (FanOut fanOut = new FanOut(2)) {
            assertThatThrownBy(() -> fanOut.ask(generations, generation -> {
                        if (generation.equals(generations.get(3))) {
                            throw new QuestionException(kind, "sorry");
                        }
                        return 1;
                    }))
                    .isInstanceOfSatisfying(
                            QuestionException.class, e -> assertThat(e.kind()).isEqualTo(kind));
        }
    }

    @Test
    void listsOverManyFileSystemsAreTheSameWithAndWithoutThreads() {
        Filesystems filesystems = new Filesystems(store);
        List<List<String>> answers = new ArrayList<>();
        IntStream.of(0, 1, 4).forEach(threads -> {
            try (FanOut fanOut = new FanOut(threads)) {
                DirectoryQuery query = new DirectoryQuery(
                        store, filesystems, new MountAliases(Map.of()), Duration.ofSeconds(10), fanOut);
                Parameters all = new Parameters(
                        Map.of("limit", List.of("0"), "sort", List.of("files")), DirectoryQuery.LIST_PARAMETERS);
                List<String> answer = new ArrayList<>();
                try (DirectoryList list = query.list("all", all)) {
                    list.forEachRemaining(directory -> answer.add(directory.filesystem() + ":" + directory.path()));
                }
                answers.add(answer);
            }
        });
        assertThat(answers.get(0)).hasSizeGreaterThan(100);
        assertThat(answers).containsOnly(answers.get(0));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
