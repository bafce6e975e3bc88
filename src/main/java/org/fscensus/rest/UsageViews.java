package org.fscensus.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.fscensus.query.AccountList;
import org.fscensus.query.AccountUsage;
import org.fscensus.query.Histogram;
import org.fscensus.query.UsageTotal;
import org.jspecify.annotations.Nullable;

/** What answers about owners, groups, ages and sizes look like in JSON. */
final class UsageViews {
    private UsageViews() {}

    /** All that was asked about. */
    @Schema(name = "UsageTotal")
    record TotalView(
            @Schema(required = true) long files,
            @Schema(required = true) long allocatedBytes) {
        static TotalView of(UsageTotal total) {
            return new TotalView(total.files(), total.allocatedBytes());
        }
    }

    /** A user or group with what it has. */
    @Schema(name = "AccountUsage")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AccountUsageView(
            @Schema(description = "uid or gid", examples = "1000", required = true)
            long id,

            @Schema(description = "As resolved at import; absent where unknown", examples = "alice") @Nullable String name,

            @Schema(description = "Of a user, where known") @Nullable String fullName,

            @Schema(description = "Every file counts for its own uid and gid", required = true)
            long files,

            @Schema(required = true) long allocatedBytes,
            @Schema(required = true) long apparentBytes,

            @Schema(description = "Listed directories whose own uid or gid it is; absent under a path") @Nullable Long directories,

            @Schema(description = "Of all files asked about, 0 to 1", required = true)
            double shareOfFiles,

            @Schema(description = "Of all allocated bytes asked about, 0 to 1", required = true)
            double shareOfBytes) {

        static AccountUsageView of(AccountUsage usage) {
            return new AccountUsageView(
                    usage.id(),
                    usage.name(),
                    usage.fullName(),
                    usage.files(),
                    usage.allocatedBytes(),
                    usage.apparentBytes(),
                    usage.directories(),
                    usage.shareOfFiles(),
                    usage.shareOfBytes());
        }
    }

    /** Users or groups. */
    @Schema(name = "AccountUsageList")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AccountListView(
            @Schema(required = true) TotalView total,

            @Schema(description = "The most bytes first", required = true)
            List<AccountUsageView> items,

            @Schema(description = "Cursor of the next page; absent at the end") @Nullable String next,

            @Schema(
                    description =
                            "Databases that could not be read, whose figures are missing; absent where there are none")
            @Nullable List<DatabaseProblemView> problems) {

        static AccountListView of(AccountList list) {
            return new AccountListView(
                    TotalView.of(list.total()),
                    list.items().stream().map(AccountUsageView::of).toList(),
                    list.next(),
                    DatabaseProblemView.of(list.problems()));
        }
    }

    /** One of those with the most bytes in a bucket. */
    @Schema(name = "BucketOwner")
    record BucketOwnerView(
            @Schema(required = true) long id,
            @Schema(nullable = true) @Nullable String name,
            @Schema(required = true) long files,
            @Schema(required = true) long allocatedBytes) {

        static BucketOwnerView of(Histogram.BucketOwner owner) {
            return new BucketOwnerView(owner.id(), owner.name(), owner.files(), owner.allocatedBytes());
        }
    }

    /** One bucket of a histogram. */
    @Schema(name = "Bucket")
    record BucketView(
            @Schema(description = "From 0", required = true) int bucket,

            @Schema(examples = "1 to 2 years", required = true)
            String label,

            @Schema(required = true) long files,
            @Schema(required = true) long allocatedBytes,

            @Schema(description = "Of all files asked about, 0 to 1", required = true)
            double shareOfFiles,

            @Schema(description = "Of all allocated bytes asked about, 0 to 1", required = true)
            double shareOfBytes,

            @Schema(description = "Those with the most bytes in it", required = true)
            List<BucketOwnerView> topOwners) {

        static BucketView of(Histogram.Bucket bucket) {
            return new BucketView(
                    bucket.bucket(),
                    bucket.label(),
                    bucket.files(),
                    bucket.allocatedBytes(),
                    bucket.shareOfFiles(),
                    bucket.shareOfBytes(),
                    bucket.topOwners().stream().map(BucketOwnerView::of).toList());
        }
    }

    /** A histogram. */
    @Schema(name = "Histogram")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HistogramView(
            @Schema(required = true) TotalView total,

            @Schema(description = "Every bucket, empty ones too", required = true)
            List<BucketView> items,

            @Schema(
                    description =
                            "Databases that could not be read, whose figures are missing; absent where there are none")
            @Nullable List<DatabaseProblemView> problems) {

        static HistogramView of(Histogram histogram) {
            return new HistogramView(
                    TotalView.of(histogram.total()),
                    histogram.items().stream().map(BucketView::of).toList(),
                    DatabaseProblemView.of(histogram.problems()));
        }
    }
}
