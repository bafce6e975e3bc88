package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.fscensus.census.AgeBuckets;
import org.fscensus.census.SizeBuckets;
import org.fscensus.query.ReferenceWhere.Files;
import org.fscensus.query.ReferenceWhere.OneFile;
import org.fscensus.store.DirectoryRows;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.Retention;
import org.fscensus.store.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The places of files against a plain sum over every directory. */
class WhereQueryTest {
    private static final Instant SCAN = Instant.parse("2026-01-11T00:00:00Z");
    private static final long SCAN_SECONDS = SCAN.getEpochSecond();
    private static final long DAY = 86_400;
    private static final List<String> SHARES =
            List.of("0.0001", "0.001", "0.01", "0.01", "0.05", "0.1", "0.3333", "0.5", "1");

    private final Path data;
    private final GenerationStore store;
    private final FanOut fanOut = new FanOut(2);
    private final Map<String, Files> filesystems = new TreeMap<>();

    WhereQueryTest(@TempDir Path data) {
        this.data = data;
        store = TestStore.in(data, new Retention(8, 24));
    }

    @AfterEach
    void close() {
        fanOut.close();
        store.close();
    }

    private Generation publish(String name, Files files) throws Exception {
        filesystems.put(name, files);
        return TestStore.publish(store, name, SCAN, "job", files.tree(SCAN_SECONDS));
    }

    private Where ask(String selector, Map<String, List<String>> parameters) {
        return new WhereQuery(
                        store,
                        new Filesystems(store),
                        new MountAliases(Map.of("/alias", "/a")),
                        Duration.ofSeconds(20),
                        fanOut)
                .where(selector, new Parameters(parameters, WhereQuery.PARAMETERS));
    }

    private Where ask(String selector, String... pairs) {
        Map<String, List<String>> parameters = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            parameters.computeIfAbsent(pairs[i], name -> new ArrayList<>()).add(pairs[i + 1]);
        }
        return ask(selector, parameters);
    }

    /** Chains, wide directories and bushes, so many directories that there are several levels of blocks. */
    private static Files random(long seed, int directories) {
        Random random = new Random(seed);
        Files all = new Files();
        add(all, "/a", random, 0);
        while (all.directories.size() < directories) {
            int known = all.directories.size();
            String path = all.directories.get(random.nextInt(4) > 0 ? random.nextInt(known) : known - 1);
            int more = random.nextInt(random.nextInt(60) == 0 ? 700 : 12);
            boolean chain = random.nextInt(4) == 0;
            // Only some have files: there are heavy and light branches, and long stretches of nothing.
            int fullness = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(30);
            for (int i = 0; i < more && all.directories.size() < directories; i++) {
                String child = path + "/d" + known + "-" + i;
                add(all, child, random, fullness);
                path = chain ? child : path;
            }
        }
        return all;
    }

    private static void add(Files all, String path, Random random, int fullness) {
        all.directories.add(path);
        if (fullness == 0 || random.nextInt(fullness) > 2) {
            return;
        }
        for (int files = 1 + random.nextInt(4); files > 0; files--) {
            long size = random.nextInt(6) == 0 ? 0 : (long) Math.exp(random.nextDouble() * 29);
            long accessed =
                    random.nextInt(12) == 0 ? DirectoryRows.NO_TIME : SCAN_SECONDS - random.nextInt(300_000_000);
            all.files.add(new OneFile(path, 1000L + random.nextInt(5), 100L + random.nextInt(3), size, accessed));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,40", "2,254", "3,255", "4,700", "5,4094", "6,4095", "7,6000"})
    void randomAnswersAreThoseOfTheReference(long seed, int directories) throws Exception {
        Files files = random(seed, directories);
        publish("fs", files);
        int items = 0;
        // The reference is slow on large trees.
        int questions = directories > 1_000 ? 8 : 30;
        for (int i = 0; i < questions; i++) {
            items += compare(new Random(1000 * seed + i), "fs", files.directories);
        }
        assertThat(items).isGreaterThan(questions);
    }

    /** Asks something at random, in both ways. @return how many items the answer has */
    private int compare(Random random, String selector, List<String> directories) {
        Map<String, List<String>> question = new TreeMap<>();
        Predicate<OneFile> condition = file -> true;
        if (random.nextInt(3) == 0) {
            long uid = 1000L + random.nextInt(5);
            question.put("owner", List.of(uid == 1000 ? "alice" : Long.toString(uid)));
            condition = condition.and(file -> file.uid() == uid);
        }
        if (random.nextInt(3) == 0) {
            long gid = 100L + random.nextInt(3);
            question.put("group", List.of(gid == 101 ? "lab" : Long.toString(gid), "77"));
            condition = condition.and(file -> file.gid() == gid);
        }
        if (random.nextInt(3) == 0) {
            int age = random.nextInt(AgeBuckets.COUNT);
            question.put("age", List.of(age + "-"));
            condition = condition.and(file -> AgeBuckets.bucketOf(SCAN_SECONDS, file.accessed()) >= age);
        }
        if (random.nextInt(4) == 0) {
            int size = random.nextInt(SizeBuckets.COUNT);
            question.put("size", List.of("0-" + size));
            condition = condition.and(file -> SizeBuckets.bucketOf(file.allocated()) <= size);
        }
        List<String> tops = List.of("/");
        if (random.nextInt(2) == 0) {
            tops = tops(random, directories);
            question.put("path", tops);
        }
        if (random.nextInt(3) == 0) {
            List<String> excluded = tops(random, directories);
            question.put("exclude", excluded);
            condition = condition.and(
                    file -> excluded.stream().noneMatch(path -> ReferenceWhere.isUnder(file.directory(), path)));
        }
        boolean byBytes = random.nextBoolean();
        String minShare = SHARES.get(random.nextInt(SHARES.size()));
        int limit = random.nextInt(3) == 0 ? 1 + random.nextInt(10) : 10_000;
        question.put("by", List.of(byBytes ? "bytes" : "files"));
        question.put("minShare", List.of(minShare));
        question.put("limit", List.of(Integer.toString(limit)));

        Where where = ask(selector, question);

        assertThat(ReferenceWhere.lines(where))
                .as("%s", question)
                .isEqualTo(ReferenceWhere.lines(filesystems, condition, tops, byBytes, minShare, limit));
        return where.items().size();
    }

    /** Some paths, none below another. */
    private static List<String> tops(Random random, List<String> directories) {
        List<String> tops = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            String path = directories.get(
                    random.nextInt(random.nextBoolean() ? Math.min(20, directories.size()) : directories.size()));
            if (tops.stream()
                    .noneMatch(top -> ReferenceWhere.isUnder(top, path) || ReferenceWhere.isUnder(path, top))) {
                tops.add(path);
            }
        }
        return tops;
    }

    @Test
    void severalFileSystemsAreAnsweredAsOne() throws Exception {
        Files one = random(11, 600);
        Files other = random(12, 2000);
        publish("one", one);
        publish("other", other);
        for (int i = 0; i < 30; i++) {
            Random random = new Random(i);
            compare(random, "all", random.nextBoolean() ? List.of("/a", "/a") : List.of("/", "/"));
        }
    }

    private static Files chain(String top, int depth, long bytes) {
        Files files = new Files();
        StringBuilder path = new StringBuilder(top);
        for (int i = 0; i < depth; i++) {
            path.append("/c").append(i);
            files.directories.add(path.toString());
        }
        files.files.add(new OneFile(path.toString(), 1000, 100, bytes, SCAN_SECONDS));
        return files;
    }

    @Test
    void aChainIsTheDirectoryAtItsEnd() throws Exception {
        Files files = chain("/a", 1200, 4096);
        publish("fs", files);

        Where where = ask("fs", "path", "/alias/c0");

        assertThat(where.items()).singleElement().satisfies(item -> {
            assertThat(item.path()).isEqualTo(files.directories.get(1199));
            assertThat(item.here()).isEqualTo(new UsageTotal(1, 4096));
            assertThat(item.subtree()).isEqualTo(item.here());
            assertThat(item.share()).isEqualTo(1.0);
        });
        assertThat(where.elsewhere()).isEqualTo(new UsageTotal(0, 0));
    }

    /** Something in each directory of a chain: shares of the whole come together every hundred directories. */
    @Test
    void aChainWithSomethingEverywhereIsTheReferencesToo() throws Exception {
        Files files = chain("/a", 1200, 1);
        for (String directory : files.directories) {
            files.files.add(new OneFile(directory, 1000, 100, 1024, SCAN_SECONDS - 400 * DAY));
        }
        publish("fs", files);
        for (String share : SHARES) {
            assertThat(ReferenceWhere.lines(ask("fs", "minShare", share, "limit", "10000")))
                    .isEqualTo(ReferenceWhere.lines(filesystems, file -> true, List.of("/"), true, share, 10_000));
        }
    }

    /** Many small files of many directories are told of the directory that holds these. */
    @Test
    void whatIsSpreadThinlyIsTheDirectoryAboveIt() throws Exception {
        Files files = new Files();
        for (int i = 0; i < 5000; i++) {
            String path = "/a/wide/d" + i;
            files.directories.add(path);
            files.files.add(new OneFile(path, 1000, 100, i == 3000 ? 100 * 4096 : 4096, SCAN_SECONDS));
        }
        publish("fs", files);

        Where where = ask("fs");

        assertThat(where.items()).extracting(Where.Item::path).containsExactly("/a/wide", "/a/wide/d3000");
        assertThat(where.items().get(0).here()).isEqualTo(new UsageTotal(4999, 4999 * 4096L));
        assertThat(where.items().get(0).subtree()).isEqualTo(new UsageTotal(5000, 5099 * 4096L));
    }

    @Test
    void nothingIsNowhere() throws Exception {
        publish("fs", random(1, 300));

        Where where = ask("fs", "owner", "4000000000");

        assertThat(where.items()).isEmpty();
        assertThat(where.total()).isEqualTo(new UsageTotal(0, 0));
        assertThat(where.elsewhere()).isEqualTo(new UsageTotal(0, 0));
        assertThat(where.minHere()).isEqualTo(1);
    }

    @Test
    void aDatabaseThatCannotBeReadIsNamed() throws Exception {
        Files one = random(21, 300);
        publish("one", one);
        publish("two", random(22, 300));
        Generation broken = publish("broken", random(23, 3000));
        filesystems.remove("broken");
        Path file = data.resolve(broken.database());
        try (RandomAccessFile truncated = new RandomAccessFile(file.toFile(), "rw")) {
            truncated.setLength(truncated.length() / 2);
        }

        Where where = ask("all", "limit", "10000");

        assertThat(where.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.filesystem()).isEqualTo("broken"));
        assertThat(ReferenceWhere.lines(where))
                .isEqualTo(ReferenceWhere.lines(filesystems, file1 -> true, List.of("/"), true, "0.01", 10_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "path;a;not absolute",
                "path;/nowhere;there is no directory /nowhere",
                "exclude;/nowhere;there is no directory /nowhere",
                "owner;alise;did you mean alice",
                "group;nobody;is unknown",
                "age;400d-;means no whole buckets",
                "size;3k-;means no whole buckets",
                "by;size;neither of bytes, files",
                "minShare;0;no share",
                "minShare;0.00001;no share",
                "minShare;1.1;no share",
                "minShare;1%;no share",
                "limit;0;limit",
                "limit;10001;limit",
                "groupBy;owner;unknown parameter groupBy"
            })
    void wrongQuestionsAreRefused(String name, String value, String complaint) throws Exception {
        publish("fs", random(1, 40));
        publish("gs", random(2, 40));
        for (String selector : List.of("fs", "all")) {
            assertThatThrownBy(() -> ask(selector, name, value))
                    .isInstanceOf(QuestionException.class)
                    .hasMessageContaining(complaint);
        }
    }
}
