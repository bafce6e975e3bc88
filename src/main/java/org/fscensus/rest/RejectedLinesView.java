package org.fscensus.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.fscensus.scanlog.RejectedLine;

/** A sample of a job's rejected lines. */
@Schema(name = "RejectedLines", description = "A sample of the lines that a job could not read.")
public record RejectedLinesView(@Schema(required = true) List<Line> items) {

    /** One line. */
    @Schema(name = "RejectedLine")
    public record Line(
            @Schema(description = "The file that it stands in: its path, or an upload's name.", required = true)
            String file,

            @Schema(description = "Counted from 1, in that file.", required = true)
            long lineNumber,

            @Schema(description = "Of the line's first byte in the decompressed source, from 0.", required = true)
            long byteOffset,

            @Schema(description = "What is wrong with it.", required = true)
            String reason,

            @Schema(
                    description = "Its first bytes as text; control bytes, bytes that are no UTF-8 and % are %XX.",
                    required = true)
            String line) {

        static Line of(RejectedLine line) {
            return new Line(line.file(), line.lineNumber(), line.byteOffset(), line.reason(), line.line());
        }
    }

    static RejectedLinesView of(List<RejectedLine> lines) {
        return new RejectedLinesView(lines.stream().map(Line::of).toList());
    }
}
