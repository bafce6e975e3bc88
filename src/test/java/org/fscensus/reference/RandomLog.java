package org.fscensus.reference;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fscensus.pipeline.ImportOptions.AgeFrom;
import org.fscensus.pipeline.ImportOptions.HardLinks;
import org.fscensus.scanlog.PathEscape;

/**
 * A small nasty log with options to import it, both a pure function of a seed: a few dozen directories with awkward
 * names, files in no order, hard links, doubled and broken lines, notices, and now and then a flipped byte.
 */
public final class RandomLog {
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/Denver", "Asia/Kolkata", "Australia/Lord_Howe", "-03:30");

    private final Random random;
    private final RandomLines line;
    private final RandomNames names;
    private final ReferenceOptions options;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final List<String> directories = new ArrayList<>(List.of(""));

    private RandomLog(long seed, ReferenceFormat format) {
        random = new Random(seed);
        options = new ReferenceOptions(
                ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
                pick(PathEscape.values()),
                pick(AgeFrom.values()),
                format.hasLinkCounts() ? pick(HardLinks.values()) : HardLinks.EACH,
                Instant.parse("2026-01-15T00:00:00Z").plusSeconds(random.nextInt(100_000)),
                format);
        line = RandomLines.of(format, random);
        names = new RandomNames(random);
        if (format == ReferenceFormat.NCDU) {
            String export = new RandomExport(random, names).write();
            log.writeBytes(export.getBytes(StandardCharsets.ISO_8859_1));
        } else {
            write();
        }
    }

    /** The GPFS list of a seed. */
    public static RandomLog of(long seed) {
        return of(seed, ReferenceFormat.GPFS);
    }

    /** The log of a seed. */
    public static RandomLog of(long seed, ReferenceFormat format) {
        return new RandomLog(seed, format);
    }

    /** At least one line of it is an entry. */
    public byte[] log() {
        return log.toByteArray();
    }

    public ReferenceOptions options() {
        return options;
    }

    private void write() {
        growTree();
        int lines = 20 + random.nextInt(400);
        int certain = random.nextInt(lines);
        for (int i = 0; i < lines; i++) {
            if (i == certain) {
                put(line.certainDirectory("/certain"));
            }
            String next = next();
            put(random.nextInt(60) == 0 ? damaged(next) : next);
            if (random.nextInt(40) == 0) {
                put(next);
            }
        }
        if (random.nextInt(3) == 0) {
            byte[] all = log.toByteArray();
            log.reset();
            log.write(all, 0, all.length - 1);
        }
    }

    private void growTree() {
        String root = random.nextInt(8) == 0 ? "" : "/gpfs/fs" + random.nextInt(3);
        directories.add(root);
        int count = random.nextInt(80);
        for (int i = 0; i < count; i++) {
            // The latest directory again and again makes deep paths, an early one makes wide directories.
            int at = random.nextInt(3) == 0 ? directories.size() - 1 : random.nextInt(directories.size());
            directories.add(directories.get(at) + "/" + name());
        }
    }

    private String next() {
        String directory = directories.get(random.nextInt(directories.size()));
        int kind = random.nextInt(100);
        if (kind < 25) {
            return line.directory(directory.isEmpty() ? "/" : spelt(directory));
        }
        if (kind < 85) {
            // Few enough names that some are listed twice and some are those of directories.
            return line.file(spelt(directory + "/" + (random.nextBoolean() ? name() : "f" + random.nextInt(9))));
        }
        return kind < 93 ? line.notice() : line.broken(spelt(directory + "/x"));
    }

    /** With a newline in it now and then, where the format can have that. */
    private String name() {
        String name = names.next();
        if (options.format().terminator() == '\n' || random.nextInt(5) != 0) {
            return name;
        }
        int at = random.nextInt(name.length() + 1);
        return name.substring(0, at) + "\n" + name.substring(at);
    }

    /** One of the ways to write the same path, mostly the plain one. */
    private String spelt(String path) {
        return switch (random.nextInt(25)) {
            case 0 -> path + "/";
            case 1 -> "/" + path;
            case 2 -> path.replaceFirst("/", "//");
            case 3 -> path + "///";
            default -> path;
        };
    }

    private String damaged(String whole) {
        if (whole.isEmpty()) {
            return whole;
        }
        int at = random.nextInt(whole.length());
        return switch (random.nextInt(4)) {
            case 0 -> whole.substring(0, at);
            case 1 -> whole.substring(0, at) + whole.substring(at + 1);
            case 2 -> whole.substring(0, at) + (char) random.nextInt(256) + whole.substring(at + 1);
            default -> whole.substring(0, at) + " \t=%\\-/0".charAt(random.nextInt(8)) + whole.substring(at);
        };
    }

    private void put(String next) {
        log.writeBytes(next.getBytes(StandardCharsets.ISO_8859_1));
        log.write(options.format().terminator());
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
