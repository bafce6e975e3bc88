package org.fscensus.generator;

import java.math.BigInteger;

/**
 * The lines of a generated log, in sections that can be made in any order, by several threads with an instance each: all
 * that a section needs follows from its number. Directories' lines are spread evenly among those of the files, in an
 * order that has nothing to do with the tree, so that most files stand far from their directory's line, before or after
 * it. Files come in bursts of one directory, as files that were made together have neighbouring inodes.
 */
final class LogLines {
    private static final int LONGEST_BURST = 9;
    private static final int GIANTS = 4;
    private static final int ONE_HARD_LINK_IN = 512;

    /** Lines of a section, about a megabyte. */
    private static final int SECTION = 4096;

    private static final int FIRST_CAPACITY = 1 << 20;
    private static final int FIRST_INODE = 4096;
    /** Inodes that a section may use up: one in eight lines skips 1 to 64 of them. */
    private static final int INODES = SECTION * 8;

    private final long seed;
    private final long lines;
    private final int directories;
    private final long giants;
    private final long stride;
    private final DirectoryTree tree;
    private final NameTable names;
    private final InodeFields fields;
    private final LineBuffer out;
    private final int longestLine;

    private long directoriesSoFar;
    private long filesSoFar;
    private long inode;

    private final LineBuffer directoryPath;

    /** The directory of the present burst, with a slash at its end. */
    private final LineBuffer burstPath;

    private int burstOwner;
    private int burstLeft;

    /** The line of the last file up to its path, where the next one is a second link to it; else empty. */
    private final LineBuffer firstLink = new LineBuffer(InodeFields.LONGEST);

    LogLines(LogShape shape) {
        seed = shape.seed();
        lines = Math.addExact(shape.directories(), shape.files());
        directories = shape.directories();
        giants = Hash.threshold(shape.giants());
        stride = stride(directories);
        names = new NameTable(shape.oddNames());
        tree = new DirectoryTree(shape, names);
        fields = new InodeFields(shape);
        directoryPath = new LineBuffer(tree.longestPath());
        burstPath = new LineBuffer(tree.longestPath() + 1);
        longestLine = InodeFields.LONGEST + tree.longestPath() + 1 + NameTable.LONGEST + 1;
        out = new LineBuffer(FIRST_CAPACITY + longestLine);
    }

    /** How many sections there are. */
    long sections() {
        return (lines + SECTION - 1) / SECTION;
    }

    /** Makes a section, of whole lines; it is good until the next call. */
    LineBuffer section(long index) {
        long from = index * SECTION;
        long to = Math.min(lines, from + SECTION);
        // Line i is a directory's where the directories' share of the first i lines reaches a whole number.
        BigInteger[] share = BigInteger.valueOf(from)
                .multiply(BigInteger.valueOf(directories))
                .divideAndRemainder(BigInteger.valueOf(lines));
        directoriesSoFar = share[0].longValueExact();
        filesSoFar = from - directoriesSoFar;
        inode = FIRST_INODE + index * INODES;
        burstLeft = 0;
        firstLink.length = 0;
        out.length = 0;
        long remainder = share[1].longValueExact();
        for (long position = from; position < to; position++) {
            out.reserve(longestLine);
            remainder += directories;
            if (remainder >= lines) {
                remainder -= lines;
                directory((int) (directoriesSoFar++ * stride % directories));
            } else {
                file(filesSoFar++);
            }
        }
        return out;
    }

    private void directory(int index) {
        if (tree.isListed(index)) {
            long hash = Hash.of(seed + 3, index);
            directoryPath.length = 0;
            int owner = tree.path(index, directoryPath);
            fields.directory(out, nextInode(hash), owner, hash);
            out.put(directoryPath.bytes, 0, directoryPath.length);
            out.put('\n');
        }
    }

    private void file(long index) {
        long hash = Hash.of(seed + 4, index);
        if (burstLeft == 0) {
            startBurst(hash);
        }
        burstLeft--;
        if (firstLink.length > 0) {
            out.put(firstLink.bytes, 0, firstLink.length);
            firstLink.length = 0;
        } else {
            boolean linked = burstLeft > 0 && Hash.below(ONE_HARD_LINK_IN, hash << 9) == 0;
            int from = out.length;
            fields.file(out, nextInode(hash), burstOwner, linked ? 2 : 1, hash);
            if (linked) {
                firstLink.put(out.bytes, from, out.length);
            }
        }
        out.put(burstPath.bytes, 0, burstPath.length);
        names.file(out, index, hash);
        out.put('\n');
    }

    private void startBurst(long hash) {
        long choice = Hash.of(hash, 1);
        int directory = Hash.isBelow(giants, choice)
                ? tree.any(Hash.of(seed + 5, Hash.below(GIANTS, choice)))
                : tree.any(choice);
        burstPath.length = 0;
        burstOwner = tree.path(directory, burstPath);
        burstPath.put('/');
        burstLeft = 1 + Hash.below(LONGEST_BURST, Hash.of(hash, 2));
    }

    /** Ascending, with gaps now and then. */
    private long nextInode(long hash) {
        inode += (hash & 7) == 0 ? 1 + (hash >>> 40 & 63) : 1;
        return inode;
    }

    /** A step of about the golden section that meets every directory once. */
    private static long stride(int directories) {
        long stride = Math.max(1, (long) (0.6180339887 * directories));
        while (greatestCommonDivisor(stride, directories) != 1) {
            stride++;
        }
        return stride;
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
