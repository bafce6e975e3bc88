package org.fscensus.it;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** The file systems of which the documentation's examples ask, small, by the names that they have there. */
final class DocumentedScans {
    /** Two scans of {@code asp}, a month apart, the older first. */
    static final List<String> ASP =
            List.of("20251212_csfs1_asp.list.list_all.log.zst", "20260111_csfs1_asp.list.list_all.log.zst");

    /** A POSIX log and an export of ncdu. */
    static final List<String> OTHERS = List.of("20260115_nas1_home.posix-scan.bz2", "20260115_nas1_vol1.ncdu.xz");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final Map<String, Integer> GROUPS = Map.of("alice", 500, "bob", 500, "carol", 501);
    private static final int KIB = 1024;

    private static final String POSIX = """
            128 s=4096 b=8 u=1001 g=500 n=2 type=d perm=755 a=1768435000.5 m=1768435000.5 c=1768435000.5 -- /home/alice
            129 s=9000 b=24 u=1001 g=500 n=1 type=f perm=640 a=1768000000.5 m=1739055225.5 c=1739055225.5 -- /home/alice/thesis.tex
            """;

    private static final String NCDU = """
            [1,2,{"progname":"ncdu","progver":"1.18","timestamp":1768435000},
            [{"name":"/volume1","asize":4096,"dsize":4096,"dev":2049,"uid":0,"gid":0,"mode":16877,"mtime":1748772000},
            {"name":"photos.tar","asize":3000000,"dsize":3000320,"uid":1002,"gid":500,"mode":33188,"mtime":1546300800}]]
            """;

    private DocumentedScans() {}

    /** Writes the accounts, {@code passwd} and {@code group}. */
    static void accounts(Path directory) throws IOException {
        Files.writeString(directory.resolve("passwd"), """
                root:x:0:0:root:/root:/bin/sh
                alice:x:1001:500:Alice:/:/bin/sh
                bob:x:1002:500:Bob:/:/bin/sh
                carol:x:1003:501:Carol:/:/bin/sh
                """);
        Files.writeString(directory.resolve("group"), "root:x:0:\nlab:x:500:\nocean:x:501:\n");
    }

    /** Writes the logs. */
    static void logs(Path directory) throws IOException {
        for (String name : ASP) {
            LocalDateTime scan =
                    LocalDateTime.parse(name.substring(0, 8) + "000000", DateTimeFormatter.ofPattern("uuuuMMddHHmmss"));
            write(asp(scan), new ZstdOutputStream(Files.newOutputStream(directory.resolve(name))));
        }
        for (int part = 1; part <= 2; part++) {
            Path file = directory.resolve("20260129_mds1_desc1.lfs-scan." + part + ".gz");
            write(lustre(part), new GZIPOutputStream(Files.newOutputStream(file)));
        }
        write(POSIX, new BZip2CompressorOutputStream(Files.newOutputStream(directory.resolve(OTHERS.get(0)))));
        write(NCDU, new XZOutputStream(Files.newOutputStream(directory.resolve(OTHERS.get(1))), new LZMA2Options()));
    }

    private static void write(String log, OutputStream compressed) throws IOException {
        try (OutputStream out = compressed) {
            out.write(log.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Makes the tree that is walked. */
    static void tree(Path root) throws IOException {
        Path results = Files.createDirectories(root.resolve("climate/results"));
        Files.createDirectories(root.resolve(".snapshots"));
        Files.writeString(results.resolve("a.nc"), "a".repeat(5000));
        Files.writeString(root.resolve("climate/notes.txt"), "notes");
        Files.writeString(root.resolve("climate/draft.tmp"), "left out");
    }

    private static String asp(LocalDateTime scan) {
        StringBuilder log = new StringBuilder();
        int inode = 1;
        for (String user : List.of("alice", "bob", "carol")) {
            int uid = 1000 + GROUPS.size() - List.of("carol", "bob", "alice").indexOf(user);
            List<String> places = new ArrayList<>(
                    List.of("home/" + user, "home/" + user + "/code", "home/" + user + "/results-2019"));
            // Of the later scan some are new.
            for (int run = 1; run <= 10 - scan.getMonthValue() / 2; run++) {
                places.add("scratch/" + user + "/run-" + run + "/checkpoint");
            }
            for (int place = 0; place < places.size(); place++) {
                String path = "/gpfs/asp/" + places.get(place);
                log.append(line(inode++, 4096, uid, user, "drwxr-x---", scan.minusDays(2500), path));
                for (int file = 0; file < 8; file++) {
                    long size = (long) KIB * KIB * (1 + file) * (place + uid % 10);
                    int age = place == 2 ? 1500 + file * 200 : 20 + file * 60;
                    log.append(
                            line(inode++, size, uid, user, "-rw-r-----", scan.minusDays(age), path + "/part-" + file));
                }
            }
        }
        return log.toString();
    }

    private static String line(
            int inode, long size, int uid, String user, String mode, LocalDateTime time, String path) {
        String at = TIME.format(time);
        return "<1> %d 65537 0  s=%d a=%d u=%d g=%d m=FAu p=%s ac=%s mt=%s cr=%s nl=1 -- %s%n"
                .formatted(inode, size, size / KIB, uid, GROUPS.get(user), mode, at, at, at, path);
    }

    private static String lustre(int part) {
        return """
                0x24001959d:0x%1$df:0x0 s=4096 b=8 u=1003 g=501 p=1 type=d perm=0750 a=1769700762 m=1739055225 c=1739055225 -- /lustre/desc1/gdex-%1$d
                0x24001959d:0x%1$de:0x0 s=16384 b=32 u=1003 g=501 p=1 type=f perm=0640 a=1769700762 m=1739055225 c=1739055225 -- /lustre/desc1/gdex-%1$d/data
                """.formatted(part);
    }
}
