package org.fscensus.rest;

import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.fscensus.pipeline.ImportOptions;
import org.fscensus.pipeline.ImportSource;
import org.jspecify.annotations.Nullable;

/** How a job reads its source, in the words of a new job: what was not given is what it came to. */
@Schema(
        name = "JobOptions",
        description =
                "How a source is read, as a new job would say it: with source, filesystem, scanTime and, of a log,"
                        + " format of the job these make the same import again. An upload has to be sent again.")
public record JobOptionsView(
        @Schema(examples = "UTC", required = true) String timeZone,

        @Schema(description = "Of a log; null of a walk.", examples = "none", nullable = true) @Nullable String pathEscape,

        @Schema(examples = "access", required = true) String ageFrom,
        @Schema(examples = "each", required = true) String hardLinks,
        @Schema(examples = "1%", required = true) String maxRejected,
        @Schema(required = true) boolean acceptShrink,
        @Schema(required = true) int workers,

        @Schema(description = "Of a walk; else null.", nullable = true) @Nullable List<String> exclude,

        @Schema(description = "Of a walk; else null.", nullable = true) @Nullable Boolean oneFileSystem) {

    static @Nullable JobOptionsView of(ImportSource source, ImportOptions options) {
        if (source instanceof ImportSource.Published) {
            return null;
        }
        ImportSource.Tree tree = source instanceof ImportSource.Tree walked ? walked : null;
        return new JobOptionsView(
                options.timeZone().getId(),
                tree == null ? label(options.pathEscape()) : null,
                label(options.ageFrom()),
                label(options.hardLinks()),
                options.maxRejected().toString(),
                options.acceptShrink(),
                options.workers(),
                tree == null ? null : tree.exclude(),
                tree == null ? null : tree.oneFileSystem());
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
