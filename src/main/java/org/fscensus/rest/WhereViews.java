package org.fscensus.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.fscensus.query.Where;
import org.fscensus.rest.TreeViews.MeasureView;
import org.fscensus.rest.UsageViews.TotalView;
import org.jspecify.annotations.Nullable;

/** What answers about the places of files look like in JSON. */
final class WhereViews {
    private WhereViews() {}

    /** A directory in which files of the condition lie. */
    @Schema(name = "WhereItem")
    record WhereItemView(
            @Schema(examples = "asp", required = true) String filesystem,

            @Schema(examples = "/gpfs/home/alice", required = true)
            String path,

            @Schema(
                    description = "The condition's files in the subtree, without the subtrees of the directories below"
                            + " that are found too. Items are sorted by it.",
                    required = true)
            TotalView here,

            @Schema(description = "Of the total, that is here, 0 to 1", required = true)
            double share,

            @Schema(description = "The condition's files in the whole subtree", required = true)
            TotalView subtree) {

        static WhereItemView of(Where.Item item) {
            return new WhereItemView(
                    item.filesystem(),
                    item.path(),
                    TotalView.of(item.here()),
                    item.share(),
                    TotalView.of(item.subtree()));
        }
    }

    /** The directories in which files of a condition lie. */
    @Schema(name = "Where", description = "What the items have here and what is elsewhere add up to the total")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WhereView(
            @Schema(description = "What it goes by", required = true)
            MeasureView by,

            @Schema(description = "The condition's files under the paths", required = true)
            TotalView total,

            @Schema(
                    description = "Directories with so much or more here are found: minShare of the total, at least 1",
                    required = true)
            long minHere,

            @Schema(description = "The most here first", required = true)
            List<WhereItemView> items,

            @Schema(
                    description = "How many directories were found; more than items where limit cut them",
                    required = true)
            long found,

            @Schema(description = "What is in no item", required = true)
            TotalView elsewhere,

            @Schema(
                    description =
                            "Databases that could not be read, whose files are missing; absent where there are none")
            @Nullable List<DatabaseProblemView> problems) {

        static WhereView of(Where where) {
            return new WhereView(
                    MeasureView.of(where.by()),
                    TotalView.of(where.total()),
                    where.minHere(),
                    where.items().stream().map(WhereItemView::of).toList(),
                    where.found(),
                    TotalView.of(where.elsewhere()),
                    DatabaseProblemView.of(where.problems()));
        }
    }
}
