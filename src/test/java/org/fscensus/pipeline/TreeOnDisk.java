package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Makes random trees of real files by a shell, which can name them by any bytes: some with hard links, some sparse, of
 * several owners where the test runs as root. What GPFS counts otherwise, small files without blocks, is not in them.
 */
final class TreeOnDisk {
    private static final List<String> NAMES =
            List.of("a b", "x -- y", "caf\u00e9", "\u00ff", "q\"\\", "s=1", "%41", " ", "n", "o", "p");

    private final Random random;
    private final long latest;
    private final List<String> directories = new ArrayList<>(List.of("."));
    private final List<String> files = new ArrayList<>();
    private final Set<String> used = new HashSet<>();
    private final StringBuilder script = new StringBuilder("set -euf\n");

    private TreeOnDisk(Random random, long latest) {
        this.random = random;
        this.latest = latest;
    }

    /**
     * Makes a tree.
     *
     * @param root is not there yet
     * @param latest before which the files' times are, in seconds
     */
    static void grow(Path root, Random random, long latest) throws IOException, InterruptedException {
        TreeOnDisk tree = new TreeOnDisk(random, latest);
        tree.write();
        Process shell = new ProcessBuilder(
                        "bash", "-c", "mkdir -- \"$1\" && cd -- \"$1\" && . /dev/stdin", "-", root.toString())
                .redirectErrorStream(true)
                .start();
        try (var in = shell.getOutputStream()) {
            in.write(tree.script.toString().getBytes(StandardCharsets.US_ASCII));
        }
        String told = new String(shell.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(shell.waitFor()).as(told).isZero();
    }

    private void write() {
        for (int i = 0; i < 40; i++) {
            directories.add(unused(directories.get(random.nextInt(directories.size()))));
        }
        for (int i = 0; i < 120; i++) {
            files.add(unused(directories.get(random.nextInt(directories.size()))));
        }
        script.append("mkdir")
                .append(words(directories.subList(1, directories.size())))
                .append('\n');
        groups(files, 8).forEach((group, of) -> {
            int size = 5000 + random.nextInt(30_000);
            switch (group) {
                case 0 -> script.append("touch").append(words(of)).append('\n');
                case 1 ->
                    script.append("truncate -s ").append(size).append(words(of)).append('\n');
                default ->
                    script.append("head -c ")
                            .append(group * size)
                            .append(" /dev/zero | tee")
                            .append(words(of))
                            .append(" >/dev/null\n");
            }
        });
        for (int i = 0; i < 12; i++) {
            String link = unused(directories.get(random.nextInt(directories.size())));
            script.append("ln")
                    .append(words(List.of(files.get(random.nextInt(20)), link)))
                    .append('\n');
        }
        groups(files, 6).forEach((group, of) -> {
            long modified = latest - 1 - random.nextInt(300_000_000);
            script.append("touch -m -d @").append(modified).append(words(of)).append('\n');
            script.append("touch -a -d @")
                    .append(modified + random.nextInt(1000))
                    .append(words(of))
                    .append('\n');
        });
        groups(files, 5)
                .forEach((group, of) -> script.append("[ $EUID -ne 0 ] || chown ")
                        .append(List.of("1000:100", "1001:100", "1002:101", "4294967294:102", "1000:102")
                                .get(group))
                        .append(words(of))
                        .append('\n'));
    }

    private String unused(String directory) {
        String path = directory + "/" + NAMES.get(random.nextInt(NAMES.size()));
        while (!used.add(path)) {
            path = directory + "/n" + random.nextInt(1000);
        }
        return path;
    }

    private Map<Integer, List<String>> groups(List<String> all, int count) {
        Map<Integer, List<String>> groups = new LinkedHashMap<>();
        for (String one : all) {
            groups.computeIfAbsent(random.nextInt(count), group -> new ArrayList<>())
                    .add(one);
        }
        return groups;
    }

    private static String words(List<String> paths) {
        StringBuilder words = new StringBuilder(" --");
        for (String path : paths) {
            words.append(" $'");
            for (int i = 0; i < path.length(); i++) {
                words.append("\\x")
                        .append(Integer.toHexString(path.charAt(i) | 0x100).substring(1));
            }
            words.append('\'');
        }
        return words.toString();
    }
}
