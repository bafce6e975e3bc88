package org.fscensus.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What {@code find} sees of a tree: the slow and obvious walker that the fast one is compared with. */
final class FoundEntries {
    private static final int FIELDS = 11;

    private FoundEntries() {}

    /** By path. */
    static Map<String, SeenEntry> of(Path root, String... options) throws IOException {
        String format = "%p\\0%y\\0%U\\0%G\\0%s\\0%b\\0%A@\\0%T@\\0%i\\0%D\\0%n\\0";
        String output =
                Shell.run(root, "find '" + root + "' " + String.join(" ", options) + " -printf '" + format + "'");
        String[] fields = output.split("\0", -1);
        Map<String, SeenEntry> entries = new TreeMap<>();
        for (int i = 0; i + FIELDS <= fields.length; i += FIELDS) {
            SeenEntry entry = new SeenEntry(
                    fields[i],
                    fields[i + 1].equals("d"),
                    Integer.parseUnsignedInt(fields[i + 2]),
                    Integer.parseUnsignedInt(fields[i + 3]),
                    Long.parseLong(fields[i + 4]),
                    512 * Long.parseLong(fields[i + 5]),
                    seconds(fields[i + 6]),
                    seconds(fields[i + 7]),
                    Long.parseLong(fields[i + 8]),
                    Long.parseLong(fields[i + 9]),
                    Integer.parseInt(fields[i + 10]));
            assertThat(entries.put(entry.path(), entry.settled())).isNull();
        }
        return entries;
    }

    /** What is before the point, also of a time before 1970: find writes the whole seconds and the rest one by one. */
    private static long seconds(String withFraction) {
        return Long.parseLong(withFraction.substring(0, withFraction.indexOf('.')));
    }

    /** Compares what the JDK knows of an inode, which is all but the blocks. */
    static void assertSameAsJdk(Path file, SeenEntry entry) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
        assertThat(attributes)
                .containsEntry("uid", entry.uid())
                .containsEntry("gid", entry.gid())
                .containsEntry("ino", entry.inode())
                .containsEntry("dev", entry.device())
                .containsEntry("nlink", entry.links())
                .containsEntry("size", entry.size());
    }
}
