package org.fscensus.scanlog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The formats of scan logs. A new one is a {@link LineParser} and a line here; docs/FORMATS.md walks through that. */
public enum LogFormat {
    /** IBM Storage Scale (GPFS) policy lists, as {@code mmapplypolicy} writes them. */
    GPFS("list", (options, newline) -> new GpfsLineParser(options), Trait.LINK_COUNTS),

    /** What {@code lfs find -printf} writes of a Lustre file system. */
    LUSTRE("lfs-scan", LustreLineParser::new, Trait.NUL_RECORDS),

    /** What {@code find -printf} writes of any file system. */
    POSIX("posix-scan", PosixLineParser::new, Trait.LINK_COUNTS, Trait.NUL_RECORDS),

    /** The JSON export of ncdu, which {@link NcduExport} reads. */
    NCDU("ncdu", null, Trait.LINK_COUNTS);

    private final String ending;
    private final boolean linkCounts;
    private final boolean nulRecords;

    // Constructors, which have no state.
    @SuppressWarnings("ImmutableEnumChecker")
    private final @Nullable ParserMaker parsers;

    /** Makes a worker's parser. */
    private interface ParserMaker {
        LineParser make(ParseOptions options, Terminator terminator);
    }

    private enum Trait {
        /** Its entries tell how many links their inode has. */
        LINK_COUNTS,
        /** Its records may end with NUL as well as with a newline. */
        NUL_RECORDS
    }

    /**
     * @param ending what a file's name that follows the custom of the sites ends with, see {@link ScanFileName}
     * @param parsers null for a format that is not made of lines
     */
    LogFormat(String ending, @Nullable ParserMaker parsers, Trait... traits) {
        this.ending = ending;
        this.parsers = parsers;
        linkCounts = List.of(traits).contains(Trait.LINK_COUNTS);
        nulRecords = List.of(traits).contains(Trait.NUL_RECORDS);
    }

    /** The name in jobs and databases. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of that name, case ignored. */
    public static Optional<LogFormat> byId(String id) {
        for (LogFormat format : values()) {
            if (format.id().equalsIgnoreCase(id)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** Every format's name. */
    public static List<String> ids() {
        return List.of(values()).stream().map(LogFormat::id).toList();
    }

    /** What a file's name that follows the custom of the sites ends with, without the dot. */
    String ending() {
        return ending;
    }

    /** Whether entries tell how many links their inode has, so that hard links can be counted once. */
    public boolean hasLinkCounts() {
        return linkCounts;
    }

    /** Whether any worker can read any line by itself. */
    public boolean isMadeOfLines() {
        return parsers != null;
    }

    /** What may end a record, the more usual first; empty if it is not made of lines. */
    public List<Terminator> terminators() {
        if (!isMadeOfLines()) {
            return List.of();
        }
        return nulRecords ? List.of(Terminator.NEWLINE, Terminator.NUL) : List.of(Terminator.NEWLINE);
    }

    /**
     * A parser for one worker.
     *
     * @param terminator one of {@link #terminators}
     */
    public LineParser newParser(ParseOptions options, Terminator terminator) {
        if (parsers == null || !terminators().contains(terminator)) {
            throw new IllegalArgumentException(id() + " has no records that end with " + terminator);
        }
        return parsers.make(options, terminator);
    }
}
