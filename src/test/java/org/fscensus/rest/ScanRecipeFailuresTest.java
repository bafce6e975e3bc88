package org.fscensus.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fscensus.rest.RecipeShell.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the recipes in deploy/scan do where there is nothing to list: they say why, and leave the lists of the day as they
 * were. The commands of GPFS and Lustre are played by scripts that list paths.
 */
class ScanRecipeFailuresTest {
    private static final String LFS = """
            case "$*" in
              *'! --type d'*) exec /usr/bin/find "$2" -maxdepth 1 ! -type d ;;
              *'--maxdepth 0'*) exec /usr/bin/find "$2" -maxdepth 0 ;;
              *) exec /usr/bin/find "$2" ;;
            esac
            """;
    private static final String ENGINE = """
            target=$1
            while (($#)); do [[ $1 != -f ]] || prefix=$2; shift; done
            /usr/bin/find "$target" >"$prefix.list.list_all"
            """;

    @TempDir
    Path directory = Path.of("");

    private Path tree = Path.of("");
    private Path lists = Path.of("");

    @BeforeEach
    void layOut() throws IOException {
        tree = Files.createDirectories(directory.resolve("tree"));
        Files.createDirectories(tree.resolve("a"));
        Files.writeString(tree.resolve("a/x"), "x");
        lists = Files.createDirectories(directory.resolve("lists"));
        command("lfs", LFS);
        command("mmapplypolicy", ENGINE);
    }

    static Stream<String> recipes() {
        return Stream.of("scan-posix.sh", "scan-lustre.sh", "scan-gpfs.sh");
    }

    private Outcome run(String recipe, Object... arguments) throws IOException, InterruptedException {
        return new RecipeShell(directory, Map.of()).run(recipe, arguments);
    }

    private void command(String name, String script) throws IOException {
        new RecipeShell(directory, Map.of()).command(name, script);
    }

    /** What lies where the lists go, hidden files too, with its content. */
    private Map<String, String> listed() throws IOException {
        Map<String, String> listed = new TreeMap<>();
        try (Stream<Path> files = Files.list(lists)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                listed.put(name, Files.isDirectory(file) ? "" : Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return listed;
    }

    /** A good list of today. */
    private Map<String, String> list(String recipe) throws IOException, InterruptedException {
        Outcome outcome = run(recipe, tree, "fs", lists);
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        Map<String, String> listed = listed();
        assertThat(listed).isNotEmpty().doesNotContainValue("");
        assertThat(listed.keySet()).allMatch(name -> name.matches("\\d{8}_[^_]+_fs\\..*"));
        return listed;
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void aRootThatIsMissingOrNoDirectoryIsNoScan(String recipe) throws Exception {
        Map<String, String> before = list(recipe);
        for (Path root : List.of(tree.resolve("missing"), tree.resolve("a/x"), tree.resolve("missing/too"))) {
            Outcome outcome = run(recipe, root, "fs", lists);
            assertThat(outcome.exit()).as(outcome.output()).isEqualTo(1);
            assertThat(outcome.output())
                    .isEqualTo(recipe + ": '" + root + "' is not there, or is no directory. Is it mounted?\n");
        }
        assertThat(listed()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void aNameThatTheServiceWouldRefuseIsNoScan(String recipe) throws Exception {
        for (String name : List.of("all", "All", "", "a b", "-a", "_a", "../fs", "\u00e9", "fs.list", "a".repeat(65))) {
            Outcome outcome = run(recipe, tree, name, lists);
            assertThat(outcome.exit()).as(name).isEqualTo(2);
            assertThat(outcome.output()).startsWith(recipe + ": '").contains("cannot name a file system");
        }
        assertThat(listed()).isEmpty();
        assertThat(run(recipe, tree, "a".repeat(64), lists).exit()).isZero();
        assertThat(run(recipe, tree, "0_a-B", lists).exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan-posix.sh", "scan-lustre.sh"})
    void aRootThatVanishesWhileItIsListedIsNoScan(String recipe) throws Exception {
        Map<String, String> before = list(recipe);
        String vanish = "rm -rf '" + tree + "'; echo \"find: '" + tree + "': No such file or directory\" >&2; exit 1\n";
        command("find", vanish);
        command("lfs", vanish);
        Outcome outcome = run(recipe, tree, "fs", lists);
        assertThat(outcome.exit()).as(outcome.output()).isEqualTo(1);
        assertThat(listed()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan-posix.sh", "scan-lustre.sh"})
    void anEmptyTreeReplacesNoListThatHasMore(String recipe) throws Exception {
        Path empty = Files.createDirectories(directory.resolve("empty"));
        assertThat(run(recipe, empty, "fs", lists).exit()).isZero();
        assertThat(run(recipe, empty, "fs", lists).exit())
                .as("as empty as before")
                .isZero();
        Map<String, String> before = list(recipe);
        Outcome outcome = run(recipe, empty, "fs", lists);
        assertThat(outcome.exit()).as(outcome.output()).isEqualTo(1);
        assertThat(outcome.output()).contains("'" + empty + "' is empty. Is it mounted?");
        assertThat(listed()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void aListingThatBreaksOffLeavesTheListsOfTheDay(String recipe) throws Exception {
        Map<String, String> before = list(recipe);
        command("find", "echo 1; exit 1\n"); // says nothing, as where its messages find no room
        command("lfs", "echo 1; echo 'lfs find: /x: Permission denied' >&2; exit 13\n");
        command("mmapplypolicy", ENGINE + "exit 5\n");
        Outcome outcome = run(recipe, tree, "fs", lists);
        assertThat(outcome.exit()).as(outcome.output()).isNotZero();
        assertThat(listed()).isEqualTo(before);
        command("find", "exit 0\n");
        command("lfs", "exit 0\n");
        command("mmapplypolicy", "exit 0\n");
        Outcome nothing = run(recipe, tree, "fs", lists);
        assertThat(nothing.exit()).as(nothing.output()).isEqualTo(1);
        assertThat(nothing.output()).contains(" has listed nothing of '" + tree + "'");
        assertThat(listed()).isEqualTo(before);
    }

    @Test
    void listsOfFewerWorkersLeaveNoneOfMore() throws Exception {
        for (int i = 0; i < 8; i++) {
            Files.createDirectories(tree.resolve("directory-" + i));
        }
        assertThat(list("scan-lustre.sh")).hasSizeGreaterThan(2);
        command("xargs", "exec /usr/bin/xargs \"${@/#4/1}\"\n");
        assertThat(list("scan-lustre.sh")).hasSize(2);
    }
}
