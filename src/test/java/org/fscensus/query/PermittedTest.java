package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.Retention;
import org.fscensus.store.SampleTree;
import org.fscensus.store.TestStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limited askers over random trees: they get what others get who ask about the paths that both allow. */
class PermittedTest {
    private static final Instant SCAN = Instant.parse("2026-01-11T00:00:00Z");
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final MountAliases ALIASES = new MountAliases(Map.of("/shown", "/gpfs"));
    private static final int ROUNDS = 40;

    /** What is asked; the answers are compared as text. */
    private record Questions(Map<String, Function<Parameters, Object>> byName) {
        static Questions of(GenerationStore store, FanOut fanOut) {
            Filesystems filesystems = new Filesystems(store);
            DirectoryQuery directories = new DirectoryQuery(store, filesystems, ALIASES, TIMEOUT, fanOut);
            UsageQuery usage = new UsageQuery(store, filesystems, ALIASES, TIMEOUT, fanOut);
            CrosstabQuery crosstab = new CrosstabQuery(store, filesystems, ALIASES, TIMEOUT, fanOut);
            WhereQuery where = new WhereQuery(store, filesystems, ALIASES, TIMEOUT, fanOut);
            Map<String, Function<Parameters, Object>> all = new HashMap<>();
            all.put("sort=path limit=0", parameters -> rows(directories.list("all", parameters)));
            all.put(
                    "sort=-size limit=0 minDepth=4 maxDepth=4",
                    parameters -> rows(directories.list("asp", parameters)));
            all.put("sort=size limit=0 leavesOnly=true", parameters -> rows(directories.list("asp", parameters)));
            all.put("groupBy=owner,group,age,size", parameters -> crosstab.usage("asp", parameters));
            all.put("minShare=0.01 by=files", parameters -> where.where("asp", parameters));
            all.put("minShare=0.05", parameters -> where.where("all", parameters));
            all.put("limit=0", parameters -> usage.owners("asp", parameters));
            all.put("top=9", parameters -> usage.ages("asp", parameters));
            return new Questions(all);
        }

        private static List<Directory> rows(DirectoryList list) {
            List<Directory> rows = new ArrayList<>();
            try (list) {
                list.forEachRemaining(rows::add);
            }
            return rows;
        }
    }

    private static Parameters parameters(String question, List<String> paths, Permitted permitted) {
        Map<String, List<String>> values = new HashMap<>();
        for (String part : question.split(" ", -1)) {
            values.put(part.substring(0, part.indexOf('=')), List.of(part.substring(part.indexOf('=') + 1)));
        }
        if (!paths.isEmpty()) {
            values.put("path", paths);
        }
        Set<String> allowed = new HashSet<>(values.keySet());
        allowed.add("path");
        return new Parameters(values, allowed, permitted);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theyGetWhatOthersGetWhoAskAboutWhatBothAllow(long seed, @TempDir Path data) throws Exception {
        SampleTree tree = SampleTree.random(seed, SCAN.getEpochSecond(), 250);
        List<String> paths =
                tree.directories().stream().map(SampleTree.Dir::path).toList();
        Random random = new Random(seed);
        try (GenerationStore store = TestStore.in(data, new Retention(3, 0));
                FanOut fanOut = new FanOut(1)) {
            TestStore.publish(store, "asp", SCAN, "job", tree);
            Questions questions = Questions.of(store, fanOut);
            for (int round = 0; round < ROUNDS; round++) {
                List<String> seen = some(paths, random);
                Permitted permitted = Permitted.of(List.of("ASP"), seen, ALIASES);
                List<String> asked = round % 4 == 0 ? List.of() : some(paths, random);
                List<String> expected = inBoth(seen, asked);
                questions.byName().forEach((question, answer) -> {
                    Parameters limited = parameters(question, asked, permitted);
                    String what = "seed " + seed + ": " + question + " about " + asked + " of " + seen;
                    if (expected == null) {
                        assertThatThrownBy(() -> answer.apply(limited))
                                .as(what)
                                .isInstanceOfSatisfying(
                                        QuestionException.class,
                                        failure ->
                                                assertThat(failure.kind()).isEqualTo(QuestionException.Kind.UNKNOWN));
                    } else {
                        assertThat(answer.apply(limited).toString())
                                .as(what)
                                .isEqualTo(answer.apply(parameters(question, expected, Permitted.EVERYTHING))
                                        .toString());
                    }
                });
            }
        }
    }

    private static List<String> some(List<String> paths, Random random) {
        List<String> some = new ArrayList<>();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            some.add(paths.get(random.nextInt(paths.size())));
        }
        return some;
    }

    /** What both allow; null if one of the asked paths has nothing that may be seen. */
    private static @Nullable List<String> inBoth(List<String> seen, List<String> asked) {
        List<String> both = new ArrayList<>(asked.isEmpty() ? seen : List.of());
        for (String path : asked) {
            List<String> visible = seen.stream().anyMatch(top -> isIn(path, top))
                    ? List.of(path)
                    : seen.stream().filter(top -> isIn(top, path)).toList();
            if (visible.isEmpty()) {
                return null;
            }
            both.addAll(visible);
        }
        return both;
    }

    private static boolean isIn(String path, String top) {
        return top.equals("/") || path.equals(top) || path.startsWith(top + "/");
    }

    @Test
    void limitsAreToldApart() {
        Permitted permitted = Permitted.of(List.of("B", "a"), List.of("/gpfs/x/y", "/shown/x", "/gpfs/xy/"), ALIASES);
        assertThat(permitted.filesystems()).containsExactly("a", "b");
        assertThat(permitted.pathTexts()).containsExactly("/gpfs/x", "/gpfs/xy");
        assertThat(permitted.hasFilesystem("A")).isTrue();
        assertThat(permitted.hasFilesystem("c")).isFalse();
        assertThat(permitted.includes(ScanPath.parse("/gpfs/x/z"))).isTrue();
        assertThat(permitted.includes(ScanPath.parse("/gpfs/xz"))).isFalse();
        assertThat(permitted.includes(ScanPath.parse("/gpfs"))).isFalse();
        assertThat(Permitted.NOTHING.hasFilesystem("a")).isFalse();
        assertThat(List.of(
                        permitted.toString(),
                        Permitted.EVERYTHING.toString(),
                        Permitted.NOTHING.toString(),
                        Permitted.of(List.of(), List.of("/a,2/b"), ALIASES).toString(),
                        Permitted.of(List.of(), List.of("/a", "/b"), ALIASES).toString(),
                        Permitted.of(List.of("a"), List.of(), ALIASES).toString()))
                .doesNotHaveDuplicates();
        assertThatThrownBy(() -> Permitted.of(List.of(), List.of("/a/../b"), ALIASES))
                .hasMessageContaining("'..' in it");
    }
}
