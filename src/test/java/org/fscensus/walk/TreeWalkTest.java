package org.fscensus.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Walks of trees that stand still, against what find sees. */
class TreeWalkTest {
    @TempDir
    Path temporary;

    @BeforeAll
    static void onlyHere() {
        assumeTrue(Linux.isKnownMachine(), "the machine's system calls are known");
    }

    private Path root() throws IOException {
        return temporary.toRealPath();
    }

    private static SeenEntry get(Map<String, SeenEntry> entries, String path) {
        return Objects.requireNonNull(entries.get(path), path);
    }

    private static WalkOptions options(Path root) {
        return WalkOptions.builder(root).roots(List.of(root)).build();
    }

    @Test
    void seesAnEmptyDirectoryAsItself() throws IOException {
        Map<String, SeenEntry> walked = WalkedEntries.of(options(root()), 2);

        assertThat(walked).isEqualTo(FoundEntries.of(root())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void seesWhatFindSeesInANastyTree(int readers) throws IOException {
        Path tree = Files.createDirectory(root().resolve("tree"));
        Shell.run(tree, """
                mkdir -p a/b/c $'new\\nline' $'not\\xff\\xfeutf8/in\\x80side' ' ' -- -dash '*' '\\' '%41' empty
                printf x > $'not\\xff\\xfeutf8/in\\x80side/\\xc3'
                printf hello > -- -dash/-rf; printf x > ' / '
                touch "$(printf 'n%.0s' {1..255})" a/.hidden a/... a/b/..x
                truncate -s 5G sparse
                head -c 70000 /dev/zero > full
                ln full a/linked; ln full a/b/again
                ln -s / a/root; ln -s . a/self; ln -s .. a/b/c/up; ln -s nowhere dangling
                mkfifo fifo
                mkdir "$(printf 'd%.0s' {1..255})"; touch "$(printf 'd%.0s' {1..255})/x"
                touch -d '1969-12-31 23:59:58.5 UTC' before; touch -d '2262-01-01' after
                """);
        if (Shell.run(tree, "id -u").strip().equals("0")) {
            Shell.run(tree, "mknod null c 1 3 || true; chown 4294967294:4294967293 full; chown -h 12:34 dangling");
        }
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(tree.resolve("socket")));
            Map<String, SeenEntry> walked = WalkedEntries.of(options(tree), readers);

            assertThat(walked).isEqualTo(FoundEntries.of(tree));
            assertThat(walked)
                    .hasSizeGreaterThan(30)
                    .containsKey(tree + "/a/root")
                    .doesNotContainKey(tree + "/a/root/tmp");
            FoundEntries.assertSameAsJdk(tree.resolve("full"), get(walked, tree + "/full"));
            FoundEntries.assertSameAsJdk(tree.resolve("dangling"), get(walked, tree + "/dangling"));
            assertThat(get(walked, tree + "/sparse").allocated()).isZero();
        }
    }

    @Test
    void walksARootWhoseNameIsNoText() throws IOException {
        Shell.run(root(), "mkdir -p $'r\\xff%41/sub'; touch $'r\\xff%41/sub/file'");
        Path odd;
        try (var children = Files.list(root())) {
            odd = children.findFirst().orElseThrow();
        }

        Map<String, SeenEntry> walked = WalkedEntries.of(options(odd), 1);

        assertThat(walked.keySet())
                .containsExactly(root() + "/r\u00ff%41", root() + "/r\u00ff%41/sub", root() + "/r\u00ff%41/sub/file");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void seesWhatFindSeesInRandomTrees(long seed) throws IOException {
        Path tree = Files.createDirectory(root().resolve("tree"));
        Random random = new Random(seed);
        grow(tree, random, 0);

        Map<String, SeenEntry> expected = FoundEntries.of(tree);
        assertThat(expected).hasSizeGreaterThan(100);
        for (int readers = 1; readers <= 4; readers++) {
            assertThat(WalkedEntries.of(options(tree), readers)).isEqualTo(expected);
        }
        try (TreeWalk old = TreeWalk.open(options(tree), Linux.CALLS, false)) {
            assertThat(WalkedEntries.of(old, 3)).as("without openat2").isEqualTo(expected);
            assertThat(old.counters().directoriesRead())
                    .isEqualTo(expected.values().stream()
                            .filter(SeenEntry::directory)
                            .count());
            assertThat(old.problems()).isEmpty();
        }
    }

    private static void grow(Path directory, Random random, int depth) throws IOException {
        // Some directories take several batches.
        int files = random.nextInt(8) == 0 ? 100 + random.nextInt(300) : random.nextInt(12);
        for (int i = 0; i < files; i++) {
            Files.write(directory.resolve("f" + i), new byte[random.nextInt(3) * random.nextInt(9000)]);
        }
        for (int i = 0; depth < 4 && i < 1 + random.nextInt(4); i++) {
            grow(Files.createDirectory(directory.resolve("d" + i)), random, depth + 1);
        }
    }

    @Test
    void walksFiveThousandDirectoriesDeep() throws IOException {
        String deep = "a_name/".repeat(5000);
        try {
            Shell.run(root(), "mkdir -p " + deep);
            for (boolean byPath : new boolean[] {true, false}) {
                try (TreeWalk walk = TreeWalk.open(options(root()), Linux.CALLS, byPath)) {
                    Map<String, SeenEntry> walked = WalkedEntries.of(walk, 2);

                    assertThat(walk.problems()).isEmpty();
                    assertThat(walked).hasSize(5001).containsKey(root() + "/" + deep.substring(0, deep.length() - 1));
                }
            }
        } finally {
            Shell.clear(root());
        }
    }

    @Test
    void walksTheRootOfAll() throws IOException {
        WalkOptions options = WalkOptions.builder(Path.of("/"))
                .roots(List.of(Path.of("/")))
                .exclude(List.of("/*", "!/etc", "/etc/*", "!/etc/passwd"))
                .build();

        assertThat(WalkedEntries.of(options, 2).keySet()).containsExactly("", "/etc", "/etc/passwd");
    }

    @Test
    void doesNotLeaveItsFileSystem() throws IOException {
        Path shm = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(shm)
                && !Files.getAttribute(shm, "unix:dev").equals(Files.getAttribute(shm.getParent(), "unix:dev")));
        Path file = Files.createTempFile(shm, "walk", ".tmp");
        try {
            WalkOptions.Builder options = WalkOptions.builder(Path.of("/dev"))
                    .roots(List.of(Path.of("/")))
                    .exclude(List.of("/*", "!/shm", "/shm/*", "!/shm/" + file.getFileName()));

            assertThat(WalkedEntries.of(options.build(), 1)).containsKeys("/dev/shm", file.toString());
            try (TreeWalk walk = TreeWalk.open(options.oneFileSystem(true).build())) {
                assertThat(WalkedEntries.of(walk, 1).keySet()).containsExactly("/dev", "/dev/shm");
                assertThat(walk.counters().otherFilesystems()).isEqualTo(1);
                assertThat(walk.counters().directoriesRead()).isEqualTo(1);
            }
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void refusesARootOutsideTheRoots() throws IOException {
        Path allowed = Files.createDirectory(root().resolve("allowed"));
        Path other = Files.createDirectory(root().resolve("allowed-not"));
        WalkOptions options = WalkOptions.builder(other).roots(List.of(allowed)).build();

        assertThatThrownBy(() -> TreeWalk.open(options))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("allowed-not is not in");
    }

    @Test
    void refusesARootThatIsReachedByALink() throws IOException {
        Path real = Files.createDirectories(root().resolve("real/sub"));
        Path link = Files.createSymbolicLink(root().resolve("link"), real.getParent());
        for (Path path : List.of(link, link.resolve("sub"))) {
            for (boolean byPath : new boolean[] {true, false}) {
                WalkOptions options =
                        WalkOptions.builder(path).roots(List.of(root())).build();

                assertThatThrownBy(() -> TreeWalk.open(options, Linux.CALLS, byPath))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("cannot open the directory " + path);
            }
        }
    }

    @Test
    void refusesARootThatIsNoDirectoryOrMissing() throws IOException {
        Files.createFile(root().resolve("file"));

        assertThatThrownBy(() -> TreeWalk.open(options(root().resolve("file"))))
                .hasMessageEndingWith("/file: Not a directory");
        assertThatThrownBy(() -> TreeWalk.open(options(root().resolve("none"))))
                .hasMessageEndingWith("/none: No such file or directory");
    }
}
