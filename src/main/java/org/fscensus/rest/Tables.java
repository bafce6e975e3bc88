package org.fscensus.rest;

import org.fscensus.rest.CrosstabViews.UsageBucketView;
import org.fscensus.rest.CrosstabViews.UsageRowView;
import org.fscensus.rest.FilesystemViews.AccountView;
import org.fscensus.rest.FilesystemViews.DirectoryView;
import org.fscensus.rest.FilesystemViews.FiguresView;
import org.fscensus.rest.FilesystemViews.FilesystemView;
import org.fscensus.rest.FilesystemViews.HolderView;
import org.fscensus.rest.GrowthViews.AmountsView;
import org.fscensus.rest.GrowthViews.HistoryChangeView;
import org.fscensus.rest.GrowthViews.HistoryItemView;
import org.fscensus.rest.UsageViews.AccountUsageView;
import org.fscensus.rest.UsageViews.BucketView;
import org.fscensus.rest.UsageViews.TotalView;
import org.fscensus.rest.WhereViews.WhereItemView;

/** The columns of the lists of answers, those of objects that several of them hold too. */
final class Tables {
    static final Table<FiguresView> FIGURES = Table.of(FiguresView.class)
            .number("files", FiguresView::files)
            .number("directories", FiguresView::directories)
            .number("allocatedBytes", FiguresView::allocatedBytes)
            .number("apparentBytes", FiguresView::apparentBytes)
            .time("lastAccess", FiguresView::lastAccess)
            .build();

    static final Table<HolderView> HOLDER = Table.of(HolderView.class)
            .text("kind", holder -> holder.kind().json())
            .numberIfAny("id", HolderView::id)
            .text("name", HolderView::name)
            .build();

    static final Table<DirectoryView> DIRECTORIES = Table.of(DirectoryView.class)
            .text("filesystem", DirectoryView::filesystem)
            .text("path", DirectoryView::path)
            .number("depth", DirectoryView::depth)
            .nested("recursive", DirectoryView::recursive, FIGURES)
            .nested("direct", DirectoryView::direct, FIGURES)
            .nested("owner", DirectoryView::owner, HOLDER)
            .nested("group", DirectoryView::group, HOLDER)
            .build();

    static final Table<HistoryItemView> HISTORY = Table.of(HistoryItemView.class)
            .text("generation", HistoryItemView::generation)
            .time("scanTime", HistoryItemView::scanTime)
            .text("exists", item -> Boolean.toString(item.exists()))
            .nested("recursive", HistoryItemView::recursive, FIGURES)
            .nested("direct", HistoryItemView::direct, FIGURES)
            .nested(
                    "change",
                    HistoryItemView::change,
                    Table.of(HistoryChangeView.class)
                            .number("files", HistoryChangeView::files)
                            .number("directories", HistoryChangeView::directories)
                            .number("allocatedBytes", HistoryChangeView::allocatedBytes)
                            .number("apparentBytes", HistoryChangeView::apparentBytes)
                            .build())
            .build();

    private static final Table<TotalView> TOTAL = Table.of(TotalView.class)
            .number("files", TotalView::files)
            .number("allocatedBytes", TotalView::allocatedBytes)
            .build();

    static final Table<WhereItemView> WHERE = Table.of(WhereItemView.class)
            .text("filesystem", WhereItemView::filesystem)
            .text("path", WhereItemView::path)
            .nested("here", WhereItemView::here, TOTAL)
            .real("share", WhereItemView::share)
            .nested("subtree", WhereItemView::subtree, TOTAL)
            .build();

    private static final Table<AmountsView> AMOUNTS = Table.of(AmountsView.class)
            .number("files", AmountsView::files)
            .number("directories", AmountsView::directories)
            .number("allocatedBytes", AmountsView::allocatedBytes)
            .build();

    static final Table<GrowthViews.ItemView> GROWTH = Table.of(GrowthViews.ItemView.class)
            .text("path", GrowthViews.ItemView::path)
            .text("kind", item -> item.kind().value())
            .nested("changeHere", GrowthViews.ItemView::changeHere, TOTAL)
            .nested("before", GrowthViews.ItemView::before, AMOUNTS)
            .nested("after", GrowthViews.ItemView::after, AMOUNTS)
            .nested("change", GrowthViews.ItemView::change, AMOUNTS)
            .build();

    static final Table<FilesystemView> FILESYSTEMS = Table.of(FilesystemView.class)
            .text("name", FilesystemView::name)
            .time("scanTime", FilesystemView::scanTime)
            .time("importedAt", FilesystemView::importedAt)
            .number("files", FilesystemView::files)
            .number("directories", FilesystemView::directories)
            .number("allocatedBytes", FilesystemView::allocatedBytes)
            .number("apparentBytes", FilesystemView::apparentBytes)
            .text("generation", FilesystemView::generation)
            .numberIfAny("databaseBytes", FilesystemView::databaseBytes)
            .build();

    static final Table<AccountUsageView> ACCOUNTS = Table.of(AccountUsageView.class)
            .number("id", AccountUsageView::id)
            .text("name", AccountUsageView::name)
            .text("fullName", AccountUsageView::fullName)
            .number("files", AccountUsageView::files)
            .number("allocatedBytes", AccountUsageView::allocatedBytes)
            .number("apparentBytes", AccountUsageView::apparentBytes)
            .numberIfAny("directories", AccountUsageView::directories)
            .real("shareOfFiles", AccountUsageView::shareOfFiles)
            .real("shareOfBytes", AccountUsageView::shareOfBytes)
            .build();

    static final Table<BucketView> BUCKETS = Table.of(BucketView.class)
            .number("bucket", BucketView::bucket)
            .text("label", BucketView::label)
            .number("files", BucketView::files)
            .number("allocatedBytes", BucketView::allocatedBytes)
            .real("shareOfFiles", BucketView::shareOfFiles)
            .real("shareOfBytes", BucketView::shareOfBytes)
            .build();

    static final Table<UsageRowView> USAGE = Table.of(UsageRowView.class)
            .nested("owner", UsageRowView::owner, accounts())
            .nested("group", UsageRowView::group, accounts())
            .nested("age", UsageRowView::age, usageBuckets())
            .nested("size", UsageRowView::size, usageBuckets())
            .number("files", UsageRowView::files)
            .number("allocatedBytes", UsageRowView::allocatedBytes)
            .numberIfAny("apparentBytes", UsageRowView::apparentBytes)
            .build();

    static final Table<RejectedLinesView.Line> REJECTED_LINES = Table.of(RejectedLinesView.Line.class)
            .text("file", RejectedLinesView.Line::file)
            .number("lineNumber", RejectedLinesView.Line::lineNumber)
            .number("byteOffset", RejectedLinesView.Line::byteOffset)
            .text("reason", RejectedLinesView.Line::reason)
            .text("line", RejectedLinesView.Line::line)
            .build();

    static final Table<JobView> JOBS = Table.of(JobView.class)
            .text("id", JobView::id)
            .text("filesystem", JobView::filesystem)
            .text("state", JobView::state)
            .number("attempt", JobView::attempt)
            .nested(
                    "source",
                    JobView::source,
                    Table.of(JobView.Source.class)
                            .text("path", JobView.Source::path)
                            .build())
            .nested(
                    "options",
                    JobView::options,
                    Table.of(JobOptionsView.class)
                            .text("timeZone", JobOptionsView::timeZone)
                            .text("pathEscape", JobOptionsView::pathEscape)
                            .text("ageFrom", JobOptionsView::ageFrom)
                            .text("hardLinks", JobOptionsView::hardLinks)
                            .text("maxRejected", JobOptionsView::maxRejected)
                            .text("acceptShrink", options -> Boolean.toString(options.acceptShrink()))
                            .number("workers", JobOptionsView::workers)
                            .text(
                                    "oneFileSystem",
                                    options -> options.oneFileSystem() == null
                                            ? null
                                            : options.oneFileSystem().toString())
                            .build())
            .text("format", JobView::format)
            .time("scanTime", JobView::scanTime)
            .time("createdAt", JobView::createdAt)
            .time("startedAt", JobView::startedAt)
            .time("finishedAt", JobView::finishedAt)
            .text("phase", JobView::phase)
            .nested(
                    "counters",
                    JobView::counters,
                    Table.of(JobView.Counters.class)
                            .number("bytes", JobView.Counters::bytes)
                            .number("lines", JobView.Counters::lines)
                            .number("files", JobView.Counters::files)
                            .number("directories", JobView.Counters::directories)
                            .number("unlistedDirectories", JobView.Counters::unlistedDirectories)
                            .number("rejectedLines", JobView.Counters::rejectedLines)
                            .number("noticeLines", JobView.Counters::noticeLines)
                            .build())
            .nested(
                    "error",
                    JobView::error,
                    Table.of(JobView.Failure.class)
                            .text("message", JobView.Failure::message)
                            .text("hint", JobView.Failure::hint)
                            .build())
            .text("generation", JobView::generation)
            .build();

    private static Table<AccountView> accounts() {
        return Table.of(AccountView.class)
                .number("id", AccountView::id)
                .text("name", AccountView::name)
                .build();
    }

    private static Table<UsageBucketView> usageBuckets() {
        return Table.of(UsageBucketView.class)
                .number("bucket", UsageBucketView::bucket)
                .text("label", UsageBucketView::label)
                .build();
    }

    private Tables() {}
}
