package org.fscensus.scanlog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The formats of scan logs. A new format is a {@link LineParser} and a line or two here.
 */
public enum LogFormat {
    /** IBM Storage Scale (GPFS) policy lists, as {@code mmapplypolicy} writes them. */
    GPFS;

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

    /** A parser for one worker. */
    public LineParser newParser(ParseOptions options) {
        return switch (this) {
            case GPFS -> new GpfsLineParser(options);
        };
    }
}
