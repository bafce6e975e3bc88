package org.fscensus.pipeline;

import java.util.List;
import org.fscensus.scanlog.LogFormat;
import org.jspecify.annotations.Nullable;

/** Why logs are refused once they were read: what most often was wrong with their lines, and what to do about it. */
final class LogComplaints {
    /** What is not text of its own kind at its beginning, as messages show it, and what to do with it. */
    private enum Lookalike {
        UTF_16("UTF-16", "convert it (iconv -f UTF-16 -t UTF-8)"),
        BYTE_ORDER_MARK("text with a byte order mark", "take that off (sed '1s/^\\xef\\xbb\\xbf//')"),
        ZIP("a zip archive", "unpack it"),
        COMPRESSED("a log compressed twice", "uncompress it once");

        private final String kind;
        private final String remedy;

        Lookalike(String kind, String remedy) {
            this.kind = kind;
            this.remedy = remedy;
        }

        /** @param beginning bytes that are no text as {@code %XX} */
        static @Nullable Lookalike of(String beginning) {
            if (beginning.startsWith("%FF%FE") || beginning.startsWith("%FE%FF")) {
                return UTF_16;
            }
            if (beginning.startsWith("\uFEFF")) {
                return BYTE_ORDER_MARK;
            }
            if (beginning.startsWith("PK%03%04")) {
                return ZIP;
            }
            boolean compressed = beginning.startsWith("%1F%8B")
                    || beginning.startsWith("(%B5/%FD")
                    || beginning.startsWith("%FD7zXZ");
            return compressed ? COMPRESSED : null;
        }
    }

    private LogComplaints() {}

    /**
     * That a file holds no entry.
     *
     * @param asked the format that the job gives; null where it is told by content
     * @param reasons why lines of the file were rejected, the most frequent first
     */
    static ImportFailedException noEntry(FileTally file, @Nullable String asked, List<RejectReason> reasons) {
        Lookalike lookalike = Lookalike.of(file.beginning);
        String begins = file.beginning.isEmpty() ? "It is empty." : "It begins: " + file.beginning;
        return new ImportFailedException(
                "No line of " + file.name + " could be read as an entry" + mostOften(reasons) + ". " + begins,
                lookalike != null
                        ? "It looks like " + lookalike.kind + ": " + lookalike.remedy + ", and submit the job again."
                        : asked != null
                                ? "It was read as " + asked + ", as the job says. Check that it is that, or leave the"
                                        + " format out: then it is told by content."
                                : "Formats tried: " + LogFormat.ids() + ". Check that this is a scan log, and give the"
                                        + " job a format if it is an unusual one.");
    }

    /**
     * That more lines were rejected than the job bears.
     *
     * @param where a clause about the file with most of them; empty where there is one file
     */
    static ImportFailedException tooManyRejected(
            ImportRequest request, long rejected, long entryLines, String where, List<RejectReason> reasons) {
        return new ImportFailedException(
                rejected + " of " + entryLines + " entry lines of "
                        + request.source().describe() + " could not be read, more than maxRejected ("
                        + request.options().maxRejected() + ") allows" + where + mostOften(reasons) + ".",
                "Look at the job's rejected lines; mend the log, or raise maxRejected if they can be spared.");
    }

    private static String mostOften(List<RejectReason> reasons) {
        if (reasons.isEmpty()) {
            return "";
        }
        RejectReason most = reasons.get(0);
        RejectReason.Place first = most.first();
        return "; " + (reasons.size() == 1 ? "" : "most often (" + most.lines() + " lines), ") + most.reason()
                + (first == null ? "" : ", first in line " + first.lineNumber() + " of " + first.file());
    }
}
