package org.fscensus.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.fscensus.entry.FilesystemName;
import org.fscensus.job.JobOptions;
import org.fscensus.job.JobRequest;
import org.fscensus.job.JobSource;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /jobs}. */
@Schema(name = "NewJob", description = "An import to be made. Only the source must be given.")
public record NewJob(
        @Schema(required = true) @Nullable Source source,

        @Schema(
                description = "The file system's name; by default the one in the file's name"
                        + " (YYYYMMDD_server_filesystem.list).",
                examples = "asp",
                pattern = FilesystemName.SHAPE,
                nullable = true)
        @Nullable String filesystem,

        @Schema(description = "The log's format; by default told from its content.", examples = "gpfs", nullable = true)
        @Nullable String format,

        @Schema(
                description = "When the scan was taken: a date, a date and time in timeZone, or an instant; by"
                        + " default the date in the file's name at 00:00, else the file's modification time.",
                examples = {"2026-01-25", "2026-01-25T10:00:00Z"},
                nullable = true)
        @Nullable String scanTime,

        @Schema(
                description = "The zone of times that have none; by default UTC, or as configured.",
                examples = "America/Denver",
                nullable = true)
        @Nullable String timeZone,

        @Schema(
                description = "How the log escapes paths.",
                enumeration = {"none", "percent", "backslash"},
                defaultValue = "none",
                nullable = true)
        @Nullable String pathEscape,

        @Schema(
                description = "The time that ages are counted from.",
                enumeration = {"access", "modify"},
                defaultValue = "access",
                nullable = true)
        @Nullable String ageFrom,

        @Schema(
                description = "Whether a file with several links counts each time that it is listed, or once.",
                enumeration = {"each", "once"},
                defaultValue = "each",
                nullable = true)
        @Nullable String hardLinks,

        @Schema(
                implementation = String.class,
                description = "How many rejected lines the import bears: a count (100, 10K) or a share (1%).",
                examples = {"1%", "10K"},
                defaultValue = "1%",
                nullable = true)
        @Nullable JsonNode maxRejected,

        @Schema(
                description = "Parsing threads, up to what the service allows; changes no figure.",
                minimum = "1",
                nullable = true)
        @Nullable Integer workers,

        @Schema(
                description = "Only read the beginning of the source and answer at once what an import would come to.",
                defaultValue = "false",
                nullable = true)
        @Nullable Boolean dryRun,

        @Schema(
                description = "With source.directory: what the walk leaves out, as patterns of a gitignore file.",
                examples = {"*.tmp", "/scratch/**", ".snapshots/"},
                nullable = true)
        @Nullable List<String> exclude,

        @Schema(
                description = "With source.directory: whether file systems that are mounted below it are left out.",
                defaultValue = "false",
                nullable = true)
        @Nullable Boolean oneFileSystem,

        @Schema(
                description =
                        "Whether a scan is published whose files, directories or allocated bytes have fallen against"
                                + " the one before it by more than fscensus.import.max-shrink; without it such an import fails.",
                defaultValue = "false",
                nullable = true)
        @Nullable Boolean acceptShrink) {

    /** What to import: one of the three. */
    @Schema(name = "NewJobSource", description = "One log, the logs of one scan, or a live directory tree.")
    public record Source(
            @Schema(
                    description = "The log: a path on the service's host, or one relative to an import root.",
                    examples = "/data/incoming/20260125_csfs1_asp.list.list_all.log",
                    nullable = true)
            @Nullable String path,

            @Schema(
                    description = "The logs that are one scan together, as parallel scanners write them: likewise, or"
                            + " globs.",
                    examples = {"/data/incoming/20260125_csfs1_asp.list.*"},
                    nullable = true)
            @Nullable List<String> paths,

            @Schema(
                    description = "The directory tree to walk, at or below an import root; filesystem is required.",
                    examples = "/gpfs/csfs1",
                    nullable = true)
            @Nullable String directory) {}

    boolean isDryRun() {
        return Boolean.TRUE.equals(dryRun);
    }

    /** @throws ProblemException if the source is missing, or a field is of the wrong kind */
    JobRequest toRequest() {
        if (source == null) {
            throw ProblemException.badRequest("source: is missing; give {\"source\": {\"path\": \"...\"}}");
        }
        return new JobRequest(
                new JobSource(source.path(), source.paths(), source.directory(), null, exclude, oneFileSystem, null),
                new JobOptions(
                        filesystem,
                        format,
                        scanTime,
                        timeZone,
                        pathEscape,
                        ageFrom,
                        hardLinks,
                        limit(),
                        acceptShrink,
                        workers));
    }

    private @Nullable String limit() {
        if (maxRejected == null || maxRejected.isNull()) {
            return null;
        }
        if (!maxRejected.isTextual() && !maxRejected.isIntegralNumber()) {
            throw ProblemException.badRequest(
                    "maxRejected: give a number of lines (100, \"10K\") or a share of them (\"1%\")");
        }
        return maxRejected.asText();
    }
}
