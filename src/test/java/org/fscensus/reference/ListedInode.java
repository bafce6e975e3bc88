package org.fscensus.reference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * One inode at one path, to be written as a line of every format. Paths have one byte a character.
 *
 * @param kib allocated, which every format can tell
 * @param access seconds, as is {@code modify}
 */
public record ListedInode(
        String path,
        boolean directory,
        long inode,
        int links,
        long uid,
        long gid,
        long size,
        long kib,
        long access,
        long modify) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final int FIELDS = 10;

    /**
     * What {@code find} lists of a tree, in the order in which an export has to have it: parents before children, children
     * behind each other.
     *
     * @param conditions of find, for what is listed
     */
    public static List<ListedInode> find(Path root, String... conditions) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("find", root.toString()));
        command.addAll(List.of(conditions));
        command.addAll(List.of("-printf", "%p\\0%y\\0%i\\0%n\\0%U\\0%G\\0%s\\0%b\\0%A@\\0%T@\\0"));
        Process find = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] fields = new String(find.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1).split("\0", -1);
        if (find.waitFor() != 0) {
            throw new IOException("find failed");
        }
        List<ListedInode> found = new ArrayList<>();
        for (int i = 0; i + FIELDS <= fields.length; i += FIELDS) {
            long blocks = Long.parseLong(fields[i + 7]);
            if (blocks % 2 != 0) {
                throw new IOException("half a KiB is allocated to " + fields[i] + ", which not every format can tell");
            }
            found.add(new ListedInode(
                    fields[i],
                    fields[i + 1].equals("d"),
                    Long.parseLong(fields[i + 2]),
                    Integer.parseInt(fields[i + 3]),
                    Long.parseLong(fields[i + 4]),
                    Long.parseLong(fields[i + 5]),
                    Long.parseLong(fields[i + 6]),
                    blocks / 2,
                    seconds(fields[i + 8]),
                    seconds(fields[i + 9])));
        }
        return found;
    }

    private static long seconds(String withFraction) {
        return Long.parseLong(withFraction.substring(0, withFraction.indexOf('.')));
    }

    /** The whole log in a format: lines, or a document. */
    public static String log(List<ListedInode> inodes, ReferenceFormat format) {
        if (format == ReferenceFormat.NCDU) {
            return export(inodes);
        }
        StringBuilder log = new StringBuilder();
        for (ListedInode inode : inodes) {
            log.append(inode.line(format)).append(" -- ").append(inode.path()).append(format.terminator());
        }
        return log.toString();
    }

    private String line(ReferenceFormat format) {
        return switch (format) {
            case GPFS -> gpfs();
            case POSIX, POSIX_NUL -> posix();
            case LUSTRE, LUSTRE_NUL -> lustre();
            case NCDU -> throw new IllegalArgumentException("an export has no lines");
        };
    }

    private String gpfs() {
        return "<0> %d 1 0  s=%d a=%d u=%d g=%d m=FAu p=%s ac=%s mt=%s nl=%d"
                .formatted(
                        inode,
                        size,
                        kib,
                        uid,
                        gid,
                        directory ? "drwxr-xr-x" : "-rw-r--r--",
                        date(access),
                        date(modify),
                        links);
    }

    private static String date(long time) {
        return TIME.format(LocalDateTime.ofEpochSecond(time, 0, ZoneOffset.UTC));
    }

    private String posix() {
        return "%d s=%d b=%d u=%d g=%d n=%d type=%s perm=644 a=%d.5 m=%d.0 c=1"
                .formatted(inode, size, kib * 2, uid, gid, links, directory ? "d" : "f", access, modify);
    }

    private String lustre() {
        return "0x200000401:0x%x:0x0 s=%d b=%d u=%d g=%d p=0 type=%s perm=0644 a=%d m=%d c=1"
                .formatted(inode & 0xffff_ffffL, size, kib * 2, uid, gid, directory ? "d" : "f", access, modify);
    }

    private static String export(List<ListedInode> tree) {
        StringBuilder json = new StringBuilder("[1,2,{}");
        List<String> directories = new ArrayList<>();
        for (ListedInode inode : tree) {
            while (!directories.isEmpty() && !inode.path().startsWith(directories.get(directories.size() - 1) + "/")) {
                directories.remove(directories.size() - 1);
                json.append(']');
            }
            String name = directories.isEmpty()
                    ? inode.path()
                    : inode.path().substring(inode.path().lastIndexOf('/') + 1);
            json.append(',').append(inode.directory() ? "[" : "").append(inode.block(name));
            if (inode.directory()) {
                directories.add(inode.path());
            }
        }
        return json + "]".repeat(directories.size() + 1);
    }

    private String block(String name) {
        String linked =
                directory || links == 1 ? "" : ",\"ino\":%d,\"hlnkc\":true,\"nlink\":%d".formatted(inode, links);
        return "{\"name\":\"%s\",\"asize\":%d,\"dsize\":%d,\"dev\":1,\"uid\":%d,\"gid\":%d,\"mtime\":%d%s}"
                .formatted(
                        name.replace("\\", "\\\\").replace("\"", "\\\""), size, kib * 1024, uid, gid, modify, linked);
    }
}
