package org.fscensus.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.AbstractList;
import java.util.IdentityHashMap;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.fscensus.query.Account;
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

        static UsageBucketView of(Crosstab.Bucket bucket) {
            return new UsageBucketView(bucket.bucket(), bucket.label());
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

            @Schema(description = "Absent where it is grouped by age or size, or some of these are chosen") @Nullable Long apparentBytes) {}

    /** Makes rows of which there may be hundreds of thousands, of a few hundred accounts and buckets. */
    private static final class RowViews {
        private final IdentityHashMap<Account, AccountView> accounts = new IdentityHashMap<>();
        private final IdentityHashMap<Crosstab.Bucket, UsageBucketView> buckets = new IdentityHashMap<>();

        UsageRowView of(Crosstab.Row row) {
            return new UsageRowView(
                    of(row.owner()),
                    of(row.group()),
                    of(row.age()),
                    of(row.size()),
                    row.files(),
                    row.allocatedBytes(),
                    row.apparentBytes());
        }

        /** Made as they are read: the answer is not held twice. */
        List<UsageRowView> of(List<Crosstab.Row> rows) {
            return new AbstractList<>() {
                @Override
                public UsageRowView get(int index) {
                    return RowViews.this.of(rows.get(index));
                }

                @Override
                public int size() {
                    return rows.size();
                }
            };
        }

        private @Nullable AccountView of(@Nullable Account account) {
            return account == null
                    ? null
                    : accounts.computeIfAbsent(account, one -> new AccountView(one.id(), one.name()));
        }

        private @Nullable UsageBucketView of(Crosstab.@Nullable Bucket bucket) {
            return bucket == null ? null : buckets.computeIfAbsent(bucket, UsageBucketView::of);
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

            @Schema(description = "The most bytes first; only those that have a file", required = true)
            List<UsageRowView> rows,

            @Schema(
                    description =
                            "Databases that could not be read, whose figures are missing; absent where there are none")
            @Nullable List<DatabaseProblemView> problems) {

        static UsageView of(Crosstab crosstab) {
            RowViews rows = new RowViews();
            return new UsageView(
                    crosstab.groupBy().stream().map(Dimension::text).toList(),
                    TotalView.of(crosstab.total()),
                    rows.of(crosstab.rows()),
                    DatabaseProblemView.of(crosstab.problems()));
        }
    }
}
