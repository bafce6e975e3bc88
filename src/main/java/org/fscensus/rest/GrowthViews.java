package org.fscensus.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.fscensus.query.Amounts;
import org.fscensus.query.Growth;
import org.fscensus.query.History;
import org.fscensus.query.UsageTotal;
import org.fscensus.rest.FilesystemViews.FiguresView;
import org.fscensus.rest.UsageViews.TotalView;
import org.fscensus.store.Generation;
import org.jspecify.annotations.Nullable;

/** What answers about changes over time look like in JSON. */
final class GrowthViews {
    private GrowthViews() {}

    /** By how much a directory's figures changed. */
    @Schema(name = "HistoryChange", description = "What was more, or less where negative, than in the item before")
    record HistoryChangeView(
            @Schema(required = true) long files,
            @Schema(required = true) long directories,
            @Schema(required = true) long allocatedBytes,
            @Schema(required = true) long apparentBytes) {

        static @Nullable HistoryChangeView of(History.@Nullable Change change) {
            return change == null
                    ? null
                    : new HistoryChangeView(
                            change.files(), change.directories(), change.allocatedBytes(), change.apparentBytes());
        }
    }

    /** A directory in one generation. */
    @Schema(name = "HistoryItem")
    record HistoryItemView(
            @Schema(description = "The generation's id", required = true)
            String generation,

            @Schema(required = true) Instant scanTime,

            @Schema(description = "Whether the directory is in that generation", required = true)
            boolean exists,

            @Schema(description = "Null where it does not exist", nullable = true) @Nullable FiguresView recursive,

            @Schema(description = "Null where it does not exist", nullable = true) @Nullable FiguresView direct,

            @Schema(
                    description = "Of the subtree since the item before, in which a directory that does not exist has"
                            + " nothing; null in the first item",
                    nullable = true)
            @Nullable HistoryChangeView change) {

        static HistoryItemView of(History.Item item) {
            return new HistoryItemView(
                    item.generation().id(),
                    item.generation().scanTime(),
                    item.recursive() != null,
                    item.recursive() == null ? null : FiguresView.of(item.recursive()),
                    item.direct() == null ? null : FiguresView.of(item.direct()),
                    HistoryChangeView.of(item.change()));
        }
    }

    /** A directory over time. */
    @Schema(name = "History")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HistoryView(
            @Schema(required = true) String filesystem,
            @Schema(required = true) String path,

            @Schema(description = "One for each generation kept, the oldest scan first", required = true)
            List<HistoryItemView> items,

            @Schema(
                    description =
                            "Databases that could not be read, whose items are missing; absent where there are none")
            @Nullable List<DatabaseProblemView> problems) {

        static HistoryView of(History history) {
            return new HistoryView(
                    history.filesystem(),
                    history.path(),
                    history.items().stream().map(HistoryItemView::of).toList(),
                    DatabaseProblemView.of(history.problems()));
        }
    }

    /** A choice as the API writes it. */
    private static String json(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /** What changes are compared by. */
    @Schema(name = "GrowthMeasure")
    public enum MeasureView {
        BYTES,
        FILES;

        /** As the API writes it. */
        @JsonValue
        public String value() {
            return json(this);
        }
    }

    /** Which directories are listed. */
    @Schema(name = "GrowthScope")
    public enum ScopeView {
        LOCAL,
        RECURSIVE;

        /** As the API writes it. */
        @JsonValue
        public String value() {
            return json(this);
        }
    }

    /** What became of a directory. */
    @Schema(name = "GrowthKind")
    public enum KindView {
        GROWN,
        SHRUNK,
        NEW,
        VANISHED;

        /** As the API writes it. */
        @JsonValue
        public String value() {
            return json(this);
        }
    }

    /** One of the generations compared. */
    @Schema(name = "GrowthGeneration")
    record GenerationView(
            @Schema(description = "The generation's id", required = true)
            String generation,

            @Schema(required = true) Instant scanTime) {

        static GenerationView of(Generation generation) {
            return new GenerationView(generation.id(), generation.scanTime());
        }
    }

    /** What a subtree holds. */
    @Schema(name = "GrowthAmounts", description = "What a subtree holds, or by how much that changed")
    record AmountsView(
            @Schema(required = true) long files,

            @Schema(description = "Without the directory itself", required = true)
            long directories,

            @Schema(required = true) long allocatedBytes) {

        static AmountsView of(Amounts amounts) {
            return new AmountsView(amounts.files(), amounts.directories(), amounts.allocatedBytes());
        }
    }

    /** The whole subtree of the path. */
    @Schema(name = "GrowthTotal", description = "The path's subtree; nothing in a generation that does not have it")
    record GrowthTotalView(
            @Schema(required = true) AmountsView before,
            @Schema(required = true) AmountsView after,
            @Schema(required = true) AmountsView change) {}

    /** A directory that changed. */
    @Schema(name = "GrowthItem")
    record ItemView(
            @Schema(required = true) String path,

            @Schema(description = "grown and shrunk go by changeHere", required = true)
            KindView kind,

            @Schema(
                    description = "The part of the change that is the directory's own: without that of directories"
                            + " below it that changed by minChange or more. Items are sorted by it.",
                    required = true)
            TotalView changeHere,

            @Schema(description = "Of the subtree; nothing where the directory is new", required = true)
            AmountsView before,

            @Schema(description = "Of the subtree; nothing where the directory vanished", required = true)
            AmountsView after,

            @Schema(description = "Of the subtree", required = true)
            AmountsView change) {

        static ItemView of(Growth.Item item) {
            return new ItemView(
                    item.path(),
                    KindView.valueOf(item.kind().name()),
                    TotalView.of(item.here()),
                    AmountsView.of(item.before()),
                    AmountsView.of(item.after()),
                    AmountsView.of(item.change()));
        }
    }

    /** A user or group that has more or less than before. */
    @Schema(name = "GrowthAccount")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AccountView(
            @Schema(description = "uid or gid", examples = "1000", required = true)
            long id,

            @Schema(description = "As resolved at import; absent where unknown", examples = "alice") @Nullable String name,

            @Schema(required = true) TotalView before,
            @Schema(required = true) TotalView after,
            @Schema(required = true) TotalView change) {

        static AccountView of(Growth.AccountChange account) {
            return new AccountView(
                    account.account().id(),
                    account.account().name(),
                    TotalView.of(account.before()),
                    TotalView.of(account.after()),
                    TotalView.of(account.change()));
        }

        static @Nullable List<AccountView> of(@Nullable List<Growth.AccountChange> accounts) {
            return accounts == null
                    ? null
                    : accounts.stream().map(AccountView::of).toList();
        }
    }

    /** What changed. */
    @Schema(name = "Growth")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GrowthView(
            @Schema(required = true) String filesystem,
            @Schema(required = true) String path,
            @Schema(required = true) GenerationView from,
            @Schema(required = true) GenerationView to,
            @Schema(required = true) MeasureView by,
            @Schema(required = true) ScopeView scope,

            @Schema(
                    description = "Directories that changed by this or more, up or down, are listed. With scope=local,"
                            + " smaller changes count for the directory above.",
                    required = true)
            long minChange,

            @Schema(required = true) GrowthTotalView total,

            @Schema(description = "The greatest change first", required = true)
            List<ItemView> items,

            @Schema(description = "How many directories changed by minChange or more", required = true)
            long found,

            @Schema(description = "What of the whole change is in no item; only with scope=local") @Nullable TotalView other,

            @Schema(
                    description = "Users with more or less than before, the greatest change first; absent where one of"
                            + " the databases is of an older version, which cannot tell")
            @Nullable List<AccountView> owners,

            @Schema(
                    description = "Groups with more or less than before, the greatest change first; absent where one of"
                            + " the databases is of an older version, which cannot tell")
            @Nullable List<AccountView> groups) {

        static GrowthView of(Growth growth) {
            UsageTotal other = growth.other();
            return new GrowthView(
                    growth.filesystem(),
                    growth.path(),
                    GenerationView.of(growth.from()),
                    GenerationView.of(growth.to()),
                    MeasureView.valueOf(growth.by().name()),
                    ScopeView.valueOf(growth.scope().name()),
                    growth.minChange(),
                    new GrowthTotalView(
                            AmountsView.of(growth.before()),
                            AmountsView.of(growth.after()),
                            AmountsView.of(growth.change())),
                    growth.items().stream().map(ItemView::of).toList(),
                    growth.found(),
                    other == null ? null : TotalView.of(other),
                    AccountView.of(growth.owners()),
                    AccountView.of(growth.groups()));
        }
    }
}
