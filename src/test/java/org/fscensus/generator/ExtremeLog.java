package org.fscensus.generator;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Logs of shapes that break importers: what is quadratic or recursive anywhere does not get through them. Sections know
 * nothing of each other, so any thread may make any of them.
 *
 * @param size files, or directories, as the kind says; rounded to whole chains where it is deep
 */
public record ExtremeLog(Kind kind, long size) implements LogSections {

    /** What is extreme. */
    public enum Kind {
        /** One directory with so many files. */
        FILES(30_000_000),
        /** One directory with so many subdirectories, in no order, whose long names are the same up to the end. */
        SIBLINGS(10_000_000),
        /**
         * Chains of directories down to a depth of {@link #DEPTH}, with a file at the end of each whose path has
         * {@link #PATH_BYTES} bytes. Every second chain is listed from its deepest directory up.
         */
        DEEP(1_000_000);

        /** What an import must take. */
        public final int fullSize;

        Kind(int fullSize) {
            this.fullSize = fullSize;
        }
    }

    /** Greatest number of components of a directory's path in a deep log. */
    public static final int DEPTH = 1000;

    /** Bytes of the longest paths in a deep log. */
    public static final int PATH_BYTES = 4096;

    /** Directories that one chain adds: the root of the scan has depth 1. */
    public static final int CHAIN = DEPTH - 1;

    /** The only directory on top, root of the scan. */
    public static final String ROOT = "/extreme";

    private static final int LINES = 4096;
    private static final String PREFIX = "the-same-long-beginning-of-every-name-as-ensembles-have-it.member.";

    /** Odd, so that multiples of it are different in 32 bits, and far apart. */
    private static final int SPREAD = 0x9E3779B1;

    /** Directories in the log, the root among them. */
    public long directories() {
        return switch (kind) {
            case FILES -> 1;
            case SIBLINGS -> 1 + size;
            case DEEP -> 1 + chains() * CHAIN;
        };
    }

    /** Files in the log. */
    public long files() {
        return switch (kind) {
            case FILES -> size;
            case SIBLINGS -> 0;
            case DEEP -> chains();
        };
    }

    private long chains() {
        return Math.max(1, size / CHAIN);
    }

    @Override
    public long count() {
        return 1 + (kind == Kind.DEEP ? chains() : (size + LINES - 1) / LINES);
    }

    @Override
    public ByteBuffer get(long index) {
        return ByteBuffer.wrap(section(index));
    }

    private byte[] section(long index) {
        StringBuilder lines = new StringBuilder();
        // The root comes last, when all that it holds has been met.
        if (index == count() - 1) {
            directory(lines, ROOT);
        } else if (kind == Kind.DEEP) {
            chain(lines, index);
        } else {
            for (long i = index * LINES; i < Math.min(size, (index + 1) * LINES); i++) {
                if (kind == Kind.FILES) {
                    file(lines, ROOT + "/f" + i);
                } else {
                    directory(lines, ROOT + "/" + PREFIX + hex((int) i * SPREAD));
                }
            }
        }
        return lines.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Path of the deepest directory of a chain. */
    public String deepest(long chain) {
        return chainPath(chain, CHAIN);
    }

    private static String chainPath(long chain, int length) {
        // Names of three bytes: a thousand of them and their slashes leave room for the file's.
        return ROOT + "/" + hex((int) chain) + "/abc".repeat(length - 1);
    }

    private static void chain(StringBuilder lines, long chain) {
        String path = chainPath(chain, CHAIN);
        file(lines, path + "/" + "f".repeat(PATH_BYTES - 1 - path.length()));
        int top = path.length() - 4 * (CHAIN - 1);
        for (int i = 0; i < CHAIN; i++) {
            int above = chain % 2 == 0 ? i : CHAIN - 1 - i;
            directory(lines, path.substring(0, top + 4 * above));
        }
    }

    private static String hex(int number) {
        String digits = Integer.toHexString(number);
        return "0".repeat(8 - digits.length()) + digits;
    }

    private static void directory(StringBuilder lines, String path) {
        line(lines, "s=4096 a=8 u=7 g=7 m=D p=drwxr-xr-x", path);
    }

    private static void file(StringBuilder lines, String path) {
        line(lines, "s=1000 a=1 u=7 g=7 m=F p=-rw-r--r--", path);
    }

    private static void line(StringBuilder lines, String fields, String path) {
        lines.append("<1> 4711 1 0  ")
                .append(fields)
                .append(" ac=2025-06-01 12:00:00 mt=2025-05-01 12:00:00 nl=1 -- ")
                .append(path)
                .append('\n');
    }

    /** Writes the whole log, and leaves the stream open. */
    public void writeTo(OutputStream stream) throws IOException {
        for (long index = 0; index < count(); index++) {
            stream.write(section(index));
        }
    }
}
