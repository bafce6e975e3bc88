package org.fscensus.pipeline;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.fscensus.store.GenerationFigures;
import org.fscensus.store.GenerationSchema;

/** What a database says about its own import. */
final class ImportMetadata {
    private ImportMetadata() {}

    /** All that is known of the scan but what changes from run to run, the import's time and job aside. */
    static Map<String, String> of(
            ImportRequest request, String format, TrustReport trust, long sourceBytes, PipelineSettings settings) {
        GenerationFigures totals = trust.source();
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("filesystem", request.filesystem());
        metadata.put("source", request.source().text());
        metadata.put("format", format);
        metadata.put("scan_time", GenerationSchema.TIME.format(request.scanTime()));
        metadata.put(
                "import_time", GenerationSchema.TIME.format(settings.clock().instant()));
        metadata.put("job_id", request.jobId());
        metadata.put("time_zone", request.options().timeZone().toString());
        metadata.put("path_escape", lower(request.options().pathEscape()));
        metadata.put("age_from", lower(request.options().ageFrom()));
        metadata.put("hard_links", lower(request.options().hardLinks()));
        metadata.put("max_rejected", request.options().maxRejected().toString());
        metadata.put("accept_shrink", Boolean.toString(request.options().acceptShrink()));
        if (request.source() instanceof ImportSource.Tree tree) {
            metadata.put("exclude", String.join("\n", tree.exclude()));
            metadata.put("one_file_system", Boolean.toString(tree.oneFileSystem()));
        }
        metadata.put("source_bytes", Long.toString(sourceBytes));
        metadata.put("lines", Long.toString(trust.lines()));
        metadata.put("notice_lines", Long.toString(trust.notices()));
        metadata.put("rejected_lines", Long.toString(trust.rejected()));
        metadata.put("files", Long.toString(totals.files()));
        metadata.put("directories", Long.toString(totals.directories()));
        metadata.put("unlisted_directories", Long.toString(trust.unlistedDirectories()));
        metadata.put("duplicate_directories", Long.toString(trust.duplicateDirectories()));
        metadata.put("allocated_bytes", Long.toString(totals.allocatedBytes()));
        metadata.put("apparent_bytes", Long.toString(totals.apparentBytes()));
        metadata.put("verdict", trust.verdict().label());
        metadata.put(TrustJson.KEY, TrustJson.write(trust));
        metadata.put("program_version", settings.programVersion());
        return metadata;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
