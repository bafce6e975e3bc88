package org.fscensus.reference;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fscensus.reference.CensusFigures.Amount;
import org.fscensus.reference.CensusFigures.Cell;
import org.fscensus.reference.CensusFigures.Directory;
import org.fscensus.reference.CensusFigures.Holding;
import org.fscensus.reference.CensusFigures.Summary;
import org.fscensus.reference.CensusFigures.Totals;
import org.jspecify.annotations.Nullable;

/**
 * A census as text, one line a row, every line telling by itself what it is about, so that two dumps are compared line
 * by line. {@code f} stands for files, {@code d} for directories, {@code B} for bytes: allocated {@code /} apparent.
 * Bytes of names outside printable ASCII, {@code %}, and a blank at either end show as {@code %XX}.
 */
public final class CensusDump {
    /** What takes the place of a dump where no line is an entry and the import is refused. */
    public static final String REFUSED = "refused: no line is an entry\n";

    private static final int DIFFERENCES_SHOWN = 40;

    private CensusDump() {}

    /** The whole census. Ends with a newline. */
    public static String of(CensusFigures census) {
        StringBuilder out = new StringBuilder();
        counters(census.counters(), out);
        for (Directory directory : census.directories()) {
            directory(directory, out);
        }
        census.owners().forEach((uid, summary) -> summary("owner " + uid, summary, out));
        census.groups().forEach((gid, summary) -> summary("group " + gid, summary, out));
        cells("age", census.ages(), out);
        cells("size", census.sizes(), out);
        census.usage()
                .forEach((cell, amount) -> holding(cell.holding(), out)
                        .append(" age ")
                        .append(cell.age())
                        .append(" size ")
                        .append(cell.size())
                        .append(' ')
                        .append(amount.files())
                        .append("f ")
                        .append(amount.allocated())
                        .append("B\n"));
        census.apparent()
                .forEach((holding, bytes) ->
                        holding(holding, out).append(" apparent ").append(bytes).append("B\n"));
        return out.toString();
    }

    /**
     * The lines in which two dumps differ, {@code -} for what was expected and is not there, {@code +} for what is there
     * instead; empty where they agree. A counter that the actual census does not tell is not compared.
     */
    public static String differences(String expected, String actual) {
        Set<String> missing = new LinkedHashSet<>(expected.lines().toList());
        Set<String> unexpected = new LinkedHashSet<>(actual.lines().toList());
        Set<String> common = new LinkedHashSet<>(missing);
        common.retainAll(unexpected);
        missing.removeAll(common);
        unexpected.removeAll(common);
        for (String optional : List.of("count duplicate-directory-lines ", "count later-than-scan ")) {
            if (unexpected.stream().noneMatch(line -> line.startsWith(optional))) {
                missing.removeIf(line -> line.startsWith(optional));
            }
        }
        List<String> lines = new ArrayList<>();
        missing.forEach(line -> lines.add("- " + line));
        unexpected.forEach(line -> lines.add("+ " + line));
        if (lines.size() > DIFFERENCES_SHOWN) {
            int more = lines.size() - DIFFERENCES_SHOWN;
            lines.subList(DIFFERENCES_SHOWN, lines.size()).clear();
            lines.add("... and " + more + " more");
        }
        return String.join("\n", lines);
    }

    private static void counters(CensusFigures.Counters counters, StringBuilder out) {
        counter("lines", counters.lines(), out);
        counter("notices", counters.noticeLines(), out);
        counter("rejected", counters.rejectedLines(), out);
        counter("files", counters.files(), out);
        counter("directories", counters.directories(), out);
        counter("unlisted-directories", counters.unlistedDirectories(), out);
        counter("allocated-bytes", counters.allocatedBytes(), out);
        counter("apparent-bytes", counters.apparentBytes(), out);
        counter("duplicate-directory-lines", counters.duplicateDirectoryLines(), out);
        counter("later-than-scan", counters.laterThanScan(), out);
    }

    private static void counter(String name, @Nullable Long value, StringBuilder out) {
        if (value != null) {
            out.append("count ").append(name).append(' ').append(value).append('\n');
        }
    }

    private static void directory(Directory directory, StringBuilder out) {
        out.append("dir ").append(directory.id());
        out.append(" in ").append(orDash(directory.parentId()));
        out.append(" depth ").append(directory.depth());
        out.append(directory.listed() ? " listed " : " unlisted ");
        out.append(orDash(directory.uid())).append(':').append(orDash(directory.gid()));
        totals(" direct ", directory.direct(), out);
        totals(" all ", directory.recursive(), out);
        out.append(" of ").append(owner(directory.ownerUid()));
        out.append(':').append(owner(directory.ownerGid()));
        out.append(" name ").append(printable(directory.name())).append('\n');
    }

    private static void totals(String what, Totals totals, StringBuilder out) {
        Long access = totals.lastAccess();
        out.append(what).append(totals.files()).append("f ");
        out.append(totals.allocated()).append('/').append(totals.apparent()).append("B ");
        out.append(totals.directories()).append("d ");
        out.append(access == null ? "-" : Instant.ofEpochSecond(access).toString());
    }

    private static void summary(String what, Summary summary, StringBuilder out) {
        out.append(what).append(' ').append(summary.files()).append("f ");
        out.append(summary.allocated()).append('/').append(summary.apparent()).append("B ");
        out.append(summary.directories()).append("d\n");
    }

    private static void cells(String what, Map<Cell, Amount> cells, StringBuilder out) {
        cells.forEach((cell, amount) -> out.append(what)
                .append(" owner ")
                .append(cell.uid())
                .append(" bucket ")
                .append(cell.bucket())
                .append(' ')
                .append(amount.files())
                .append("f ")
                .append(amount.allocated())
                .append("B\n"));
    }

    private static StringBuilder holding(Holding holding, StringBuilder out) {
        return out.append("usage in ")
                .append(holding.dirId())
                .append(" of ")
                .append(holding.uid())
                .append(':')
                .append(holding.gid());
    }

    private static String owner(long id) {
        if (id == CensusFigures.NO_OWNER) {
            return "none";
        }
        return id == CensusFigures.SEVERAL_OWNERS ? "several" : Long.toString(id);
    }

    private static String orDash(@Nullable Long value) {
        return value == null ? "-" : value.toString();
    }

    private static String printable(String bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length(); i++) {
            char b = bytes.charAt(i);
            boolean blankAtEdge = b == ' ' && (i == 0 || i == bytes.length() - 1);
            if (b < ' ' || b > '~' || b == '%' || blankAtEdge) {
                text.append(String.format("%%%02X", (int) b));
            } else {
                text.append(b);
            }
        }
        return text.toString();
    }
}
