package org.fscensus.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.fscensus.entry.PathText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What patterns leave out: by git's page, and against git itself. */
class ExcludeRulesTest {
    @TempDir
    Path temporary;

    /** Patterns are separated by spaces, a path with a slash at its end is a directory's. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "*.tmp, a.tmp, true",
                "*.tmp, d/e/a.tmp, true",
                "*.tmp, a.tmp/, true",
                "*.tmp, a.tmpx, false",
                "/cache/, cache/, true",
                "/cache/, cache, false",
                "/cache/, d/cache/, false",
                "cache/, d/cache/, true",
                "d/cache, d/cache, true",
                "d/cache, e/d/cache, false",
                "**/node_modules/, node_modules/, true",
                "**/node_modules/, a/b/node_modules/, true",
                "a/**, a/, false",
                "a/**, a/b/c, true",
                "a/**/b, a/b, true",
                "a/**/b, a/x/y/b, true",
                "a/**/b, a/xb, false",
                "a/*, a/b/c, false",
                "a/*/c, a/b/c, true",
                "*/c, c, false",
                "?.c, /.c, false",
                "a?c, abc, true",
                "[a-c]x, bx, true",
                "[!a-c]x, bx, false",
                "[^a-c]x, dx, true",
                "[[:digit:]]*, 7up, true",
                "[]-]x, -x, true",
                "[a-, a-, false",
                "\\#x, #x, true",
                "#x, #x, false",
                "\\!x, !x, true",
                "a\\*b, a*b, true",
                "a\\*b, axb, false",
                "x* !xy, xy, false",
                "x* !xy xy, xy, true",
                "!xy x*, xy, true",
                "%FF*, %FFa, true",
                "a%2, a%2, true",
            })
    void leavesOutWhatGitsPageSays(String patterns, String path, boolean excluded) {
        assertThat(isExcluded(List.of(patterns.split(" ")), path)).isEqualTo(excluded);
    }

    @Test
    void trimsSpacesThatNoBackslashProtects() {
        assertThat(isExcluded(List.of("a  "), "a")).isTrue();
        assertThat(isExcluded(List.of("a\\ "), "a ")).isTrue();
        assertThat(isExcluded(List.of("a\\ "), "a")).isFalse();
        assertThat(isExcluded(List.of("", "   ", "#"), "a")).isFalse();
    }

    private static boolean isExcluded(List<String> patterns, String path) {
        boolean directory = path.endsWith("/");
        byte[] bytes = PathText.decode(directory ? path.substring(0, path.length() - 1) : path);
        int name = bytes.length;
        while (name > 0 && bytes[name - 1] != '/') {
            name--;
        }
        return ExcludeRules.parse(patterns).exclude(bytes, 0, name, bytes.length, directory);
    }

    @Test
    void walksWhatIsBesideButNotWhatIsBelowTheExcluded() throws IOException {
        Path root = temporary.toRealPath();
        Shell.run(root, "mkdir -p skip/deep keep/skip; touch skip/deep/file skip/kept keep/file keep/a.tmp b.tmp");
        WalkOptions options = WalkOptions.builder(root)
                .roots(List.of(root))
                .exclude(List.of("skip/", "*.tmp", "!/skip/kept", "!b.tmp"))
                .build();
        try (TreeWalk walk = TreeWalk.open(options)) {
            assertThat(WalkedEntries.of(walk, 2).keySet())
                    .containsExactly(root.toString(), root + "/b.tmp", root + "/keep", root + "/keep/file");
            assertThat(walk.counters().excluded()).isEqualTo(3);
            assertThat(walk.counters().excludeNanos()).isPositive();
        }
    }

    @Test
    void leavesOutWhatGitLeavesOut() throws IOException {
        Path root = temporary.toRealPath();
        Path tree = Files.createDirectory(root.resolve("tree"));
        Path git = root.resolve("git");
        assumeTrue(isGitThere(), "git is installed");
        Random random = new Random(20261121);
        for (int i = 0; i < 60; i++) {
            Files.createDirectories(tree.resolve(randomPath(random)).normalize());
        }
        for (int i = 0; i < 400; i++) {
            Path directory = tree.resolve(randomPath(random));
            Path file = directory.resolve(randomName(random));
            if (Files.isDirectory(directory) && !Files.exists(file)) {
                Files.createFile(file);
            }
        }
        Shell.run(root, List.of("git", "init", "-q", "--bare", git.toString()), new byte[0]);
        Set<String> all = FoundEntries.of(tree, "-mindepth", "1").keySet();
        assertThat(all).hasSizeGreaterThan(100);
        int differing = 0;
        for (int round = 0; round < 60; round++) {
            List<String> patterns = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                patterns.add(randomPattern(random));
            }
            Set<String> kept = new TreeSet<>(all);
            kept.removeAll(ignoredByGit(git, tree, patterns, all));
            WalkOptions options = WalkOptions.builder(tree)
                    .roots(List.of(root))
                    .exclude(patterns)
                    .build();

            Set<String> walked = new TreeSet<>(WalkedEntries.of(options, 1).keySet());
            walked.remove(tree.toString());
            assertThat(walked).as("round %d: %s", round, patterns).isEqualTo(kept);
            differing += kept.size() < all.size() && !kept.isEmpty() ? 1 : 0;
        }
        assertThat(differing).as("rounds that tell something").isGreaterThan(20);
    }

    private static boolean isGitThere() {
        try {
            return new ProcessBuilder("git", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> ignoredByGit(Path git, Path tree, List<String> patterns, Set<String> paths)
            throws IOException {
        Files.writeString(git.resolve("info/exclude"), String.join("\n", patterns) + "\n");
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (String path : paths) {
            input.write(path.getBytes(StandardCharsets.ISO_8859_1));
            input.write(0);
        }
        List<String> command = List.of(
                "git",
                "-c",
                "core.excludesFile=/dev/null",
                "-c",
                "core.bare=false",
                "--git-dir=" + git,
                "--work-tree=" + tree,
                "check-ignore",
                "--no-index",
                "-z",
                "--stdin");
        byte[] output = Shell.run(tree, command, input.toByteArray());
        return Set.copyOf(List.of(new String(output, StandardCharsets.ISO_8859_1).split("\0")));
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static String randomName(Random random) {
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            name.append(pick(random, "a", "b", "c", "a", "b", "-", "!", "#", " ", "[", "*", "\\", ".a"));
        }
        return name.toString();
    }

    private static String randomPath(Random random) {
        String path = randomName(random);
        for (int i = random.nextInt(4); i > 0; i--) {
            path += "/" + randomName(random);
        }
        return path;
    }

    private static String randomPattern(Random random) {
        StringBuilder pattern = new StringBuilder(pick(random, "", "", "", "!", "/", "**/", "!/"));
        for (int i = random.nextInt(5); i >= 0; i--) {
            pattern.append(pick(
                    random,
                    "a",
                    "b",
                    "c",
                    "ab",
                    "*",
                    "?",
                    "**",
                    "/",
                    "/",
                    "/**/",
                    "**/",
                    "/**",
                    "[ab]",
                    "[!a]",
                    "[^b-c]",
                    "[]a]",
                    "[a-",
                    "[[:alpha:]]",
                    "[[:punct:]-]",
                    "[[:no:]]",
                    "[\\]]",
                    "[b-a]",
                    "\\a",
                    "\\*",
                    "\\",
                    "-",
                    "#",
                    "!",
                    " ",
                    ".a"));
        }
        return pattern.append(pick(random, "", "", "", "/", "*", "/**", " ", "\\ "))
                .toString();
    }

    @Test
    void keepsAllWithoutPatterns() throws IOException {
        Path root = temporary.toRealPath();
        Files.createFile(root.resolve("file"));
        WalkOptions options = WalkOptions.builder(root)
                .roots(List.of(root))
                .exclude(List.of("# nothing", ""))
                .build();

        Map<String, SeenEntry> walked = WalkedEntries.of(options, 1);
        assertThat(walked).isEqualTo(FoundEntries.of(root));
    }
}
