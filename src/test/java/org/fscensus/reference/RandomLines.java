package org.fscensus.reference;

import java.util.List;
import java.util.Random;

/** Lines of one format in every spelling that it allows, and in some that it does not. */
abstract class RandomLines {
    final Random random;

    RandomLines(Random random) {
        this.random = random;
    }

    static RandomLines of(ReferenceFormat format, Random random) {
        return format == ReferenceFormat.GPFS ? new RandomLine(random) : new RandomKeyValueLine(format, random);
    }

    /** A line that is an entry for certain. */
    abstract String certainDirectory(String path);

    abstract String directory(String path);

    abstract String file(String path);

    abstract String notice();

    /** A line with one thing wrong; a few of them are only odd. */
    abstract String broken(String path);

    final String blanks() {
        return random.nextInt(12) == 0 ? pick(List.of("  ", "   ", "\t", " \t ")) : " ";
    }

    final long size() {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1, 2 -> random.nextInt(4200);
            case 3 -> random.nextInt(40) == 0 ? Long.MAX_VALUE - random.nextInt(3) : 4096 + random.nextInt(3) - 1;
            default -> random.nextLong() >>> (24 + random.nextInt(39));
        };
    }

    final long id() {
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> 4294967295L - random.nextInt(2);
            case 2 -> 2147483647L + random.nextInt(2);
            default -> 1000 + random.nextInt(5);
        };
    }

    final <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
