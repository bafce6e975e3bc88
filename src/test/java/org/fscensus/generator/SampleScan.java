package org.fscensus.generator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Makes the sample scan in {@code src/test/resources/sample}: a few hundred inodes of a small research file system, with
 * every age and size bucket, several owners and groups, and the names that people really give. Run it after a change;
 * a test says when the committed file is another. Names are ISO 8859-1 strings, one character a byte.
 */
public final class SampleScan {
    /** What is committed, beside the module's {@code pom.xml}. */
    static final Path FILE = Path.of("src/test/resources/sample/20260115_gpfs1_demo.list.list_all.log");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final LocalDateTime SCAN = LocalDateTime.of(2026, 1, 15, 0, 0);
    private static final int[] AGE_DAYS = {0, 30, 90, 180, 365, 730, 1095, 1460, 1825, 2190, 2555, 4000};
    private static final long[] SIZES = {
        1, 1L << 10, 10L << 10, 100L << 10, 1L << 20, 10L << 20, 100L << 20, 1L << 30, 10L << 30, 100L << 30, 900L << 30
    };
    private static final String ROOT = "/gpfs/gpfs1/demo";

    private record Inode(long number, String line) {}

    /** A directory with its owner, whose files are his or hers too. */
    private record Directory(String path, long uid, long gid, int files, List<String> names) {
        static Directory of(String path, long uid, long gid, int files, String... names) {
            return new Directory(path, uid, gid, files, List.of(names));
        }
    }

    private final Random random = new Random(20260115);
    private final List<Inode> inodes = new ArrayList<>();
    private final Set<Long> numbers = new HashSet<>();
    private int filesSoFar;

    private SampleScan() {}

    /** Writes the file anew. */
    public static void main(String[] arguments) throws IOException {
        Files.write(FILE, bytes());
    }

    /** The whole log, always the same. */
    static byte[] bytes() {
        SampleScan scan = new SampleScan();
        directories().forEach(scan::directory);
        scan.oddOnes();
        long directories = scan.inodes.stream()
                .filter(inode -> inode.line().contains(" p=d"))
                .count();
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        log.writeBytes(bytes("[I] GPFS Current Data Pool Utilization in KB and %\n"));
        log.writeBytes(bytes("[I] Directories scan: %d files, %d directories, 0 other objects, 0 'skipped' files.\n"
                .formatted(scan.inodes.size() - directories, directories)));
        scan.inodes.stream()
                .sorted(Comparator.comparingLong(Inode::number))
                .forEach(inode -> log.writeBytes(bytes(inode.line() + "\n")));
        log.writeBytes(bytes("[I] Inodes scan: %d, 0 'skipped' files and/or errors.\n".formatted(scan.inodes.size())));
        return log.toByteArray();
    }

    private static List<Directory> directories() {
        String[] models = {"restart.%s.nc", "cam.h0.%s.nc", "atm_in.%s", "rpointer.%s", "ocn.log.%s.gz"};
        String[] reads = {"sample_%s.fastq.gz", "align-%s.bam", "align-%s.bam.bai", "calls.%s.vcf"};
        String[] code = {"main_%s.py", "notebook-%s.ipynb", "Makefile.%s", "util%s.c", "run_%s.sh"};
        String[] text = {"notes %s.txt", "draft-%s.docx", "figure_%s.png", "paper.%s.pdf", "IMG_%s.JPG"};
        return List.of(
                Directory.of("", 0, 0, 2, "README.%s"),
                Directory.of("/home", 0, 0, 0),
                Directory.of("/home/ada", 1001, 100, 12, text),
                Directory.of("/home/ada/src", 1001, 100, 14, code),
                Directory.of("/home/ada/src/engine", 1001, 100, 9, code),
                Directory.of("/home/ada/.cache", 1001, 100, 3, "blob-%s"),
                Directory.of("/home/ada/My Documents", 1001, 100, 6, text),
                Directory.of("/home/grace", 1002, 100, 7, text),
                Directory.of("/home/grace/compiler", 1002, 501, 16, code),
                Directory.of("/home/grace/compiler/test", 1002, 501, 10, code),
                Directory.of("/home/grace/compiler/test/empty", 1002, 501, 0),
                Directory.of("/home/jos\u00c3\u00a9", 1003, 100, 8, text),
                Directory.of("/home/barbara", 1004, 100, 5, code),
                Directory.of("/home/left", 4294967294L, 4294967294L, 4, text),
                Directory.of("/projects", 0, 0, 0),
                Directory.of("/projects/climate", 2001, 500, 2, "README.%s"),
                Directory.of("/projects/climate/b.e21.1850", 2001, 500, 10, models),
                Directory.of("/projects/climate/b.e21.1850/hist", 2001, 500, 22, models),
                Directory.of("/projects/climate/b.e21.1850/rest", 2001, 500, 18, models),
                Directory.of("/projects/climate/b.e21.2000", 1003, 500, 14, models),
                Directory.of("/projects/climate/b.e21.2000/hist", 1003, 500, 20, models),
                Directory.of("/projects/climate/obs", 1001, 500, 11, models),
                Directory.of("/projects/genomics", 1002, 501, 3, reads),
                Directory.of("/projects/genomics/raw", 1002, 501, 24, reads),
                Directory.of("/projects/genomics/raw/2019", 1002, 501, 12, reads),
                Directory.of("/projects/genomics/raw/2023", 1004, 501, 12, reads),
                Directory.of("/projects/genomics/results", 1004, 501, 9, reads),
                Directory.of("/projects/ocean", 1004, 502, 6, models),
                Directory.of("/projects/ocean/grid-0.1", 1004, 502, 10, models),
                Directory.of("/projects/ocean/grid-0.1 (old)", 1004, 502, 8, models),
                Directory.of("/projects/shared", 0, 100, 4, text),
                Directory.of("/scratch", 0, 0, 0),
                Directory.of("/scratch/ada", 1001, 100, 9, "tmp.%s", "core.%s"),
                Directory.of("/scratch/job.4711", 2001, 500, 13, "part-%s", "slurm-%s.out"),
                Directory.of("/scratch/job.4712", 1003, 500, 11, "part-%s", "slurm-%s.out"),
                Directory.of("/archive", 0, 0, 0),
                Directory.of("/archive/2012", 65534, 65534, 7, "backup-%s.tar"),
                Directory.of("/archive/2016", 65534, 65534, 6, "backup-%s.tar"));
    }

    private void directory(Directory directory) {
        String times = times(SCAN.minusDays(1 + random.nextInt(300)), random.nextInt(90));
        add(
                inode(),
                "s=4096 a=%d u=%d g=%d m=DAu p=drwxr-x--- %s nl=%d"
                        .formatted(random.nextInt(4) == 0 ? 16 : 0, directory.uid(), directory.gid(), times, 2),
                directory.path());
        for (int i = 0; i < directory.files(); i++) {
            String name = directory.names().get(i % directory.names().size());
            // Every tenth file of a directory is somebody else's.
            long uid = i % 10 == 9 ? 1001 + random.nextInt(4) : directory.uid();
            file(inode(), directory.path() + "/" + name.replace("%s", number(i)), uid, directory.gid(), 1);
        }
    }

    private static String number(int file) {
        return String.format("%04d", 17 * (file + 1));
    }

    /** What scans are full of and readers stumble over. */
    private void oddOnes() {
        String odd = "/home/jos\u00c3\u00a9/odd names";
        directory(Directory.of(odd, 1003, 100, 0));
        directory(Directory.of(odd + "/a -- b", 1003, 100, 3, "c -- %s"));
        directory(Directory.of(odd + "/trailing ", 1003, 100, 2, "blank %s "));
        directory(Directory.of(odd + "/caf\u00e9", 1003, 100, 2, "latin-1 \u00e9\u00e8 %s"));
        directory(Directory.of(odd + "/caf\u00c3\u00a9", 1003, 100, 2, "utf-8 \u00c3\u00a9 %s"));
        directory(Directory.of(odd + "/100%", 1003, 100, 2, "%41%s"));
        directory(Directory.of(odd + "/k=v s=5", 1003, 100, 1, "p=d %s"));
        directory(Directory.of(odd + "/--", 1003, 100, 1, "-%s"));
        directory(Directory.of(
                odd + "/\u00e6\u0097\u00a5\u00e6\u009c\u00ac", 1003, 100, 1, "\u00f0\u009f\u0093\u0081%s"));
        file(inode(), odd + "/'quoted\" $name;", 1003, 100, 1);
        file(inode(), odd + "/" + "long".repeat(60), 1003, 100, 1);
        // Directories that were not listed, their files are.
        file(inode(), "/home/barbara/hidden/deep/er/file.txt", 1004, 100, 1);
        long linked = inode();
        String head = fileHead(1004, 502, 3);
        add(linked, head, "/projects/ocean/mesh.nc");
        add(linked, head, "/projects/ocean/grid-0.1/mesh.nc");
        add(linked, head, "/projects/shared/mesh.nc");
        for (String link : List.of("/home/ada/ocean", "/home/grace/raw", "/projects/climate/latest")) {
            String times = times(SCAN.minusDays(400), 0);
            add(inode(), "s=%d a=0 u=1001 g=100 m=FAu p=lrwxrwxrwx %s nl=1".formatted(link.length() + 9, times), link);
        }
        add(
                inode(),
                "s=0 a=0 u=1002 g=501 m=FAu p=prw-r--r-- " + times(SCAN.minusDays(5), 1) + " nl=1",
                "/scratch/pipe");
    }

    private void file(long inode, String path, long uid, long gid, int links) {
        add(inode, fileHead(uid, gid, links), path);
    }

    /** Sizes and ages go round all their buckets, each at its own pace, so that they meet in all combinations. */
    private String fileHead(long uid, long gid, int links) {
        int sizeBucket = filesSoFar % 3 == 0 ? filesSoFar / 3 % 10 : filesSoFar % 6;
        int ageBucket = filesSoFar * 7 % 11;
        filesSoFar++;
        long size =
                SIZES[sizeBucket] + (long) (random.nextDouble() * 0.9 * (SIZES[sizeBucket + 1] - SIZES[sizeBucket]));
        long kib = size <= 3456 ? 0 : (size + 8191) / 8192 * 8;
        if (kib * 1024 >= SIZES[sizeBucket + 1]) {
            kib = 8;
        }
        int days = AGE_DAYS[ageBucket] + random.nextInt(AGE_DAYS[ageBucket + 1] - AGE_DAYS[ageBucket]);
        LocalDateTime access = SCAN.minusDays(days).minusSeconds(1 + random.nextInt(80_000));
        return "s=%d a=%d u=%d g=%d m=FAu p=-rw-r--r-- %s nl=%d"
                .formatted(size, kib, uid, gid, times(access, random.nextInt(200)), links);
    }

    private String times(LocalDateTime access, int daysSinceModified) {
        LocalDateTime modified = access.minusDays(daysSinceModified).minusSeconds(random.nextInt(5000));
        LocalDateTime created = modified.minusSeconds(random.nextInt(1_000_000));
        return "ac=" + TIME.format(access) + " mt=" + TIME.format(modified) + " cr=" + TIME.format(created);
    }

    private long inode() {
        long number = 38_000L + random.nextInt(900_000);
        return numbers.add(number) ? number : inode();
    }

    private void add(long inode, String fields, String path) {
        // The command doubles a blank before the first field of the SHOW clause.
        inodes.add(
                new Inode(inode, "<%d> %d 65537 0  %s -- %s".formatted(random.nextInt(4), inode, fields, ROOT + path)));
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}
