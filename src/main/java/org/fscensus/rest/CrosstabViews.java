package org.fscensus.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.AbstractList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.fscensus.query.Crosstab;
import org.fscensus.query.Dimension;
import org.fscensus.rest.FilesystemViews.AccountView;
import org.fscensus.rest.UsageViews.TotalView;
import org.jspecify.annotations.Nullable;

/** What usage broken down looks like in JSON. */
final class CrosstabViews {
    private CrosstabViews() {}

    /** Ages or sizes that are counted together. */
    @Schema(name = "UsageBucket")
    record UsageBucketView(
            @Schema(description = "From 0", required = true) int bucket,

            @Schema(examples = "1 to 2 years", required = true)
            String label) {

        static @Nullable UsageBucketView of(Crosstab.@Nullable Bucket bucket) {
            return bucket == null ? null : new UsageBucketView(bucket.bucket(), bucket.label());
        }
    }

    /** Files of one owner, group, age and size. */
    @Schema(name = "UsageRow", description = "Has those of owner, group, age and size by which usage is grouped")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UsageRowView(
            @Nullable AccountView owner,
            @Nullable AccountView group,

            @Schema(description = "Of the time since the last access, in buckets") @Nullable UsageBucketView age,

            @Schema(description = "Of the files' allocated bytes, in buckets") @Nullable UsageBucketView size,

            @Schema(required = true) long files,
            @Schema(required = true) long allocatedBytes,

            @Schema(description = "Absent where it is grouped by age or size, or some of these are chosen") @Nullable Long apparentBytes) {

        static UsageRowView of(Crosstab.Row row) {
            return new UsageRowView(
                    AccountView.of(row.owner()),
                    AccountView.of(row.group()),
                    UsageBucketView.of(row.age()),
                    UsageBucketView.of(row.size()),
                    row.files(),
                    row.allocatedBytes(),
                    row.apparentBytes());
        }

        /** Made as they are read: there may be half a million. */
        static List<UsageRowView> of(List<Crosstab.Row> rows) {
            return new AbstractList<>() {
                @Override
                public UsageRowView get(int index) {
                    return of(rows.get(index));
                }

                @Override
                public int size() {
                    return rows.size();
                }
            };
        }
    }

    /** Usage broken down. */
    @Schema(name = "Usage")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UsageView(
            @Schema(description = "As asked", required = true)
            List<String> groupBy,

            @Schema(description = "Of all rows, those beyond the limit too", required = true)
            TotalView total,

            @Schema(
                    description = "The most bytes first; only those that have a file",
                    type = SchemaType.ARRAY,
                    implementation = UsageRowView.class,
                    required = true)
            @JsonSerialize(contentUsing = UsageRowJson.class)
            List<Crosstab.Row> rows,

            @Schema(
                    description =
                            "Databases that could not be read, whose figures are missing; absent where there are none")
            @Nullable List<DatabaseProblemView> problems) {

        static UsageView of(Crosstab crosstab) {
            return new UsageView(
                    crosstab.groupBy().stream().map(Dimension::text).toList(),
                    TotalView.of(crosstab.total()),
                    crosstab.rows(),
                    DatabaseProblemView.of(crosstab.problems()));
        }
    }
}
