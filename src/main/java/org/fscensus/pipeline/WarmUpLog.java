package org.fscensus.pipeline;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A small log for {@link WarmUp}, always the same. What the compiler makes of the import depends on what it saw there: so
 * the lines are like those of real logs, most of one kind, with some of the others that are read without complaint.
 * What a warm-up has never seen may throw compiled code away when it comes.
 */
final class WarmUpLog {
    private static final String ROOT = "/gpfs/warm-up";
    private static final int DIRECTORIES = 2_000;
    private static final int FILES_OF_DIRECTORY = 8;
    private static final int OWNERS = 200;
    private static final int DEEPEST = 14;

    /** One line in so many is of a rarer kind, for each of those. */
    private static final int RARE = 50;

    private final Random random = new Random(1);
    private final List<String> directories = new ArrayList<>(List.of(ROOT));
    private final List<Integer> depths = new ArrayList<>(List.of(0));
    private final StringBuilder line = new StringBuilder();
    private long inode = 4096;

    private WarmUpLog() {}

    /**
     * Creates the file.
     *
     * @param checkpoint called often; throws to stop
     */
    static void write(Path file, Runnable checkpoint) throws IOException {
        try (BufferedWriter out =
                Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW)) {
            new WarmUpLog().writeTo(out, checkpoint);
        }
    }

    private void writeTo(BufferedWriter out, Runnable checkpoint) throws IOException {
        out.write("[I] GPFS Current Data Pool Utilization in KB and %\n\n");
        while (directories.size() < DIRECTORIES) {
            int parent = random.nextInt(directories.size());
            if (depths.get(parent) < DEEPEST) {
                directories.add(directories.get(parent) + "/" + name(directories.size()));
                depths.add(depths.get(parent) + 1);
            }
        }
        // In an order of their own: files before their directories, directories before their parents.
        for (int i = 0; i < DIRECTORIES; i++) {
            if (!isRare()) {
                out.append(directory((int) (i * 1237L % DIRECTORIES)));
            }
            checkpoint.run();
            int files = random.nextInt(2 * FILES_OF_DIRECTORY);
            int directory = random.nextInt(DIRECTORIES);
            for (int file = 0; file < files; file++) {
                out.append(file(directory));
            }
        }
    }

    private CharSequence directory(int index) {
        head(" ", 4096, isRare() ? 16 : 0, index);
        tail("drwxr-xr-x", 2 + random.nextInt(8));
        return line.append(directories.get(index)).append(isRare() ? "/\n" : "\n");
    }

    private CharSequence file(int directory) {
        // As many small ones as large ones, each of so many bits.
        long size = random.nextLong() >>> (24 + random.nextInt(40));
        head(
                "  ",
                size,
                size <= 3456 ? 0 : (size + 8191) / 8192 * 8,
                random.nextInt(32) == 0 ? random.nextInt() : directory);
        tail(isRare() ? "lrwxrwxrwx" : "-rw-r--r--", isRare() ? 2 : 1);
        return line.append(directories.get(directory))
                .append('/')
                .append(name(inode))
                .append('\n');
    }

    /** @param blanks before the attributes; GPFS writes one for directories and two for files */
    private void head(String blanks, long size, long kib, int owner) {
        line.setLength(0);
        if (!isRare()) {
            line.append('<').append(random.nextInt(8)).append("> ");
        }
        inode += 1 + random.nextInt(4);
        line.append(inode)
                .append(' ')
                .append(random.nextInt(1 << 20))
                .append(" 0")
                .append(blanks);
        boolean allocatedFirst = isRare();
        if (allocatedFirst) {
            line.append("a=").append(kib).append(' ');
        }
        line.append("s=").append(size);
        if (!allocatedFirst && !isRare()) {
            line.append(" a=").append(kib);
        }
        long uid = isRare() ? 4294967294L : 20_000 + Math.floorMod(owner, OWNERS);
        line.append(" u=").append(uid).append(" g=").append(1000 + uid % 60);
    }

    private void tail(String mode, int links) {
        line.append(" m=")
                .append(mode.charAt(0) == 'd' ? "DAu" : "FAu")
                .append(" p=")
                .append(mode);
        time(" ac=");
        if (!isRare()) {
            time(" mt=");
            time(" cr=");
            line.append(" nl=").append(links);
        }
        line.append(" -- ");
    }

    private void time(String key) {
        line.append(key).append(2017 + random.nextInt(9));
        twoDigits('-', 1 + random.nextInt(12));
        twoDigits('-', 1 + random.nextInt(28));
        twoDigits(' ', random.nextInt(24));
        twoDigits(':', random.nextInt(60));
        twoDigits(':', random.nextInt(60));
        line.append(isRare() ? ".250" : "");
    }

    private void twoDigits(char before, int number) {
        line.append(before).append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    private String name(long number) {
        String plain = Long.toString(number, 36);
        return switch (random.nextInt(RARE)) {
            case 0 -> "with blank -- " + plain;
            case 1 -> "caf\u00e9_" + plain.toUpperCase(Locale.ROOT);
            case 2 -> plain;
            default -> (number % 3 == 0 ? "restart." : number % 3 == 1 ? "run_" : "b.e21.output-") + plain + ".nc";
        };
    }

    private boolean isRare() {
        return random.nextInt(RARE) == 0;
    }
}
