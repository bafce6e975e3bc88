package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.fscensus.entry.PathText;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.Retention;
import org.fscensus.store.SampleTree;
import org.fscensus.store.SampleTree.Dir;
import org.fscensus.store.TestStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are found against names that hold the text; and accounts that no scan knows, in lists and searches. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectorySearchTest {
    private static final Instant SCAN = Instant.parse("2026-01-11T00:00:00Z");

    private final Map<String, SampleTree> trees = new TreeMap<>(Map.of(
            "alpha", SampleTree.random(41, SCAN.getEpochSecond(), 400),
            "beta", SampleTree.random(42, SCAN.getEpochSecond(), 200)));
    private final GenerationStore store;
    private final DirectoryQuery directories;
    private final DirectorySearch search;

    DirectorySearchTest(@TempDir Path data) {
        store = TestStore.in(data, new Retention(8, 24));
        directories = new DirectoryQuery(
                store, new Filesystems(store), new MountAliases(Map.of()), Duration.ofSeconds(10), new FanOut(0));
        search = new DirectorySearch(directories);
    }

    @BeforeAll
    void publish() throws Exception {
        for (Map.Entry<String, SampleTree> tree : trees.entrySet()) {
            for (String name : List.of("run[1]", "run1", "a*b", "axb", "CAF\u00c9 old")) {
                tree.getValue().directory("/gpfs/odd/" + name, 1000, 100);
            }
            TestStore.publish(store, tree.getKey(), SCAN, tree.getKey(), tree.getValue());
        }
    }

    @AfterAll
    void close() {
        store.close();
    }

    private List<String> found(String selector, Map<String, List<String>> question) {
        List<String> found = new ArrayList<>();
        try (DirectoryList list = search.list(selector, new Parameters(question, DirectorySearch.PARAMETERS))) {
            list.forEachRemaining(directory -> found.add(directory.filesystem() + ":" + directory.path()));
        }
        return found;
    }

    /** In the order of the list by path. */
    private List<String> expected(String filesystem, Predicate<Dir> wanted) {
        return Objects.requireNonNull(trees.get(filesystem)).directories().stream()
                .filter(wanted)
                .map(dir -> filesystem + ":" + dir.path())
                .toList();
    }

    private static String name(Dir dir) {
        return new String(dir.name, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "DATA", "d1", "caf\u00e9", "CAF\u00c9", "[1]", "n[", "--", "ta", "]", " "})
    void aTextIsFoundAnywhereInTheNameInAnyCase(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        List<String> expected =
                expected("alpha", dir -> name(dir).toLowerCase(Locale.ROOT).contains(lower));
        assertThat(expected).isNotEmpty();
        assertThat(found("alpha", Map.of("q", List.of(text), "sort", List.of("path"), "limit", List.of("0"))))
                .isEqualTo(expected);
        assertThat(found(
                        "alpha",
                        Map.of(
                                "q",
                                List.of(text),
                                "ignoreCase",
                                List.of("false"),
                                "sort",
                                List.of("path"),
                                "limit",
                                List.of("0"))))
                .isEqualTo(expected("alpha", dir -> name(dir).contains(text)));
    }

    @Test
    void aPatternIsForTheWholeName() {
        Map<String, List<String>> byPath = Map.of("sort", List.of("path"), "limit", List.of("0"));
        Map<String, List<String>> question = new TreeMap<>(byPath);
        question.put("q", List.of("d1?", "DATA*"));
        assertThat(found("alpha", question))
                .isNotEmpty()
                .isEqualTo(expected("alpha", dir -> name(dir).matches("(?is)d1.|data.*")));
        question.put("q", List.of("*%FF*"));
        assertThat(found("alpha", question))
                .isNotEmpty()
                .isEqualTo(expected("alpha", dir -> PathText.encode(dir.name).contains("%F")));
        question.put("q", List.of("a%2Ab"));
        assertThat(found("alpha", question)).containsExactly("alpha:/gpfs/odd/a*b");
        question.put("q", List.of("run[1]*"));
        assertThat(found("alpha", question)).containsExactly("alpha:/gpfs/odd/run1");
    }

    @Test
    void theLargestOfAllFileSystemsComeFirstAFewAtATimeUnderAPath() {
        ReferenceList reference = new ReferenceList(trees, SCAN);
        Map<String, List<String>> same = Map.of("name", List.of("*d*"), "ignoreCase", List.of("true"));
        List<String> all = reference.list(List.of("alpha", "beta"), same);
        assertThat(all).hasSizeGreaterThan(200);
        assertThat(found("all", Map.of("q", List.of("D")))).isEqualTo(all.subList(0, 50));
        List<String> paged = new ArrayList<>();
        String cursor = null;
        do {
            Map<String, List<String>> question = new TreeMap<>(Map.of("q", List.of("D"), "limit", List.of("90")));
            if (cursor != null) {
                question.put("cursor", List.of(cursor));
            }
            try (DirectoryList list = search.list("all", new Parameters(question, DirectorySearch.PARAMETERS))) {
                list.forEachRemaining(directory -> paged.add(directory.filesystem() + ":" + directory.path()));
                cursor = list.nextCursor();
            }
        } while (cursor != null);
        assertThat(paged).isEqualTo(all);
        String under =
                Objects.requireNonNull(trees.get("beta")).directories().get(3).path();
        assertThat(found("beta", Map.of("q", List.of("D"), "path", List.of(under), "limit", List.of("0"))))
                .isEqualTo(all.stream()
                        .filter(path -> (path + "/").startsWith("beta:" + under + "/"))
                        .collect(Collectors.toList()));
    }

    @ParameterizedTest
    @CsvSource({
        "q,alice/data,give the directories above it as path",
        "q,'',parameter q is empty",
        "sort,size,parameter q is missing",
        "name,x,unknown parameter name",
        "ignoreCase,maybe,neither true nor false"
    })
    void wrongSearchesAreRefused(String name, String value, String complaint) {
        Map<String, List<String>> question = new TreeMap<>();
        if (name.equals("ignoreCase")) {
            question.put("q", List.of("x"));
        }
        question.put(name, List.of(value));
        assertThatThrownBy(() -> found("alpha", question))
                .isInstanceOf(QuestionException.class)
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "owner;alcie;parameter owner: 'alcie' is unknown to every scan asked; did you mean alice?",
                "inodeOwner;ROOT;did you mean root?",
                "group;labs;did you mean lab?",
                "inodeGroup;usres;did you mean users?",
                "owner;nobody;'nobody' is unknown to every scan asked; give a name that .../owners lists, or the number"
            })
    void anAccountThatNoScanKnowsIsRefusedWithThoseLikeIt(String parameter, String name, String complaint) {
        for (String selector : List.of("alpha", "all")) {
            Parameters parameters = new Parameters(Map.of(parameter, List.of(name)), DirectoryQuery.LIST_PARAMETERS);
            assertThatThrownBy(() -> directories.list(selector, parameters))
                    .isInstanceOfSatisfying(
                            QuestionException.class,
                            e -> assertThat(e.kind()).isEqualTo(QuestionException.Kind.INVALID))
                    .hasMessageContaining(complaint);
        }
    }

    @Test
    void whatOneOfSeveralScansKnowsIsNoMistake() {
        Accounts.Unknown owner = new Accounts.Unknown("owner", "ann", "owners", List.of("anne"));
        Accounts.Unknown group = new Accounts.Unknown("group", "staff", "groups", List.of());
        Accounts.refuseUnknown(List.of());
        Accounts.refuseUnknown(List.of(List.of(owner), List.of(group)));
        Accounts.Unknown elsewhere = new Accounts.Unknown("owner", "ann", "owners", List.of("ana", "anne"));
        assertThatThrownBy(() -> Accounts.refuseUnknown(List.of(List.of(group, owner), List.of(elsewhere))))
                .hasMessageContaining("parameter owner: 'ann' is unknown to every scan asked; did you mean ana, anne?");
    }
}
