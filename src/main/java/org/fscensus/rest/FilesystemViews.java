package org.fscensus.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.fscensus.query.Account;
import org.fscensus.query.Directory;
import org.fscensus.query.DirectoryDetail;
import org.fscensus.query.Figures;
import org.fscensus.query.Filesystem;
import org.fscensus.query.Holder;
import org.fscensus.query.Totals;
import org.fscensus.store.DatabaseProblem;
import org.fscensus.store.Generation;
import org.jspecify.annotations.Nullable;

/** What answers about file systems and directories look like in JSON. */
public final class FilesystemViews {
    private FilesystemViews() {}

    /** A generation as a file system lists it. */
    @Schema(name = "Generation", description = "One finished database of one scan")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GenerationView(
            @Schema(description = "Unique for ever", examples = "20260111T000000Z-3f2a", required = true)
            String id,

            @Schema(required = true) Instant scanTime,
            @Schema(required = true) Instant importedAt,

            @Schema(description = "Files counted; everything that is no directory", required = true)
            long files,

            @Schema(
                    description = "Distinct directories that the scan listed; all at and below the paths for those who"
                            + " may see only some paths, likewise files and bytes",
                    required = true)
            long directories,

            @Schema(required = true) long allocatedBytes,

            @Schema(description = "Size of the database file; absent for those who may see only some paths") @Nullable Long databaseBytes,

            @Schema(
                    description = "The database file, relative to the data directory; absent for those who may see only"
                            + " some paths")
            @Nullable String database,

            @Schema(
                    description = "Grows with what databases hold; older ones cannot answer every question",
                    required = true)
            int schemaVersion,

            @Schema(
                    description = "Whether the file was put there by hand: it is served while it stays as it is, and no"
                            + " later import makes it go",
                    required = true)
            boolean adopted) {

        static GenerationView of(Generation generation, Totals totals, boolean limited) {
            return new GenerationView(
                    generation.id(),
                    generation.scanTime(),
                    generation.importedAt(),
                    totals.files(),
                    totals.directories(),
                    totals.allocatedBytes(),
                    limited ? null : generation.databaseBytes(),
                    limited ? null : generation.database(),
                    generation.schemaVersion(),
                    generation.adopted() != null);
        }
    }

    /** A file system with its newest generation's figures. */
    @Schema(name = "Filesystem", description = "A file system and the figures of its newest generation")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FilesystemView(
            @Schema(examples = "asp", required = true) String name,
            @Schema(required = true) Instant scanTime,
            @Schema(required = true) Instant importedAt,
            @Schema(required = true) long files,
            @Schema(required = true) long directories,
            @Schema(required = true) long allocatedBytes,
            @Schema(required = true) long apparentBytes,

            @Schema(description = "Id of the newest generation", required = true)
            String generation,

            @Schema(description = "Size of the database file; absent for those who may see only some paths") @Nullable Long databaseBytes,

            @Schema(
                    description =
                            "Every generation kept, the newest scan first; only where one file system is asked about")
            @Nullable List<GenerationView> generations,

            @Schema(
                    description = "Databases of it that cannot be served; only where one file system is asked about,"
                            + " absent where there are none")
            @Nullable List<DatabaseProblemView> problems) {

        /** @param limited whether only some paths may be seen, which {@code totals} are of then */
        static FilesystemView of(Filesystem filesystem, Totals totals, boolean limited) {
            return of(filesystem, totals, limited, null, null);
        }

        /** @param totals by generation, of the newest at least; others that are missing cannot be read */
        static FilesystemView withGenerations(
                Filesystem filesystem, Map<String, Totals> totals, boolean limited, List<DatabaseProblem> problems) {
            List<GenerationView> generations = new ArrayList<>();
            for (Generation generation : filesystem.generations()) {
                Totals known = totals.get(generation.id());
                if (known != null) {
                    generations.add(GenerationView.of(generation, known, limited));
                }
            }
            return of(
                    filesystem,
                    Objects.requireNonNull(totals.get(filesystem.newest().id())),
                    limited,
                    generations,
                    DatabaseProblemView.of(problems));
        }

        private static FilesystemView of(
                Filesystem filesystem,
                Totals totals,
                boolean limited,
                @Nullable List<GenerationView> generations,
                @Nullable List<DatabaseProblemView> problems) {
            Generation newest = filesystem.newest();
            return new FilesystemView(
                    filesystem.name(),
                    newest.scanTime(),
                    newest.importedAt(),
                    totals.files(),
                    totals.directories(),
                    totals.allocatedBytes(),
                    totals.apparentBytes(),
                    newest.id(),
                    limited ? null : newest.databaseBytes(),
                    generations,
                    problems);
        }
    }

    /** Every file system. */
    @Schema(name = "FilesystemList")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FilesystemListView(
            @Schema(required = true) List<FilesystemView> items,

            @Schema(
                    description =
                            "Databases in the data directory that cannot be served: missing, cut off, or put there by"
                                    + " hand and refused; absent where there are none")
            @Nullable List<DatabaseProblemView> problems) {}

    /** Figures of a directory. */
    @Schema(name = "Figures", description = "A directory's own figures, or those of its whole subtree")
    record FiguresView(
            @Schema(description = "Everything that is no directory", required = true)
            long files,

            @Schema(description = "Directories below, not counting the directory itself", required = true)
            long directories,

            @Schema(description = "Disk usage", required = true)
            long allocatedBytes,

            @Schema(required = true) long apparentBytes,

            @Schema(
                    description = "Last access to any file; null where there is none",
                    nullable = true,
                    format = "date-time")
            @Nullable Instant lastAccess) {

        static FiguresView of(Figures figures) {
            return new FiguresView(
                    figures.files(),
                    figures.directories(),
                    figures.allocatedBytes(),
                    figures.apparentBytes(),
                    figures.lastAccess());
        }
    }

    /** How many owners a subtree's files have. */
    @Schema(name = "HolderKind", description = "single: all files are of one; several; none: there is no file")
    public enum KindView {
        SINGLE,
        SEVERAL,
        NONE;

        /** As the API writes it. */
        @JsonValue
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whose a subtree's files are. */
    @Schema(name = "Holder", description = "The owner, or the group, of all files in a subtree")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HolderView(
            @Schema(required = true) KindView kind,

            @Schema(description = "Only where kind is single", examples = "1000") @Nullable Long id,

            @Schema(description = "Only where kind is single and the name is known", examples = "alice") @Nullable String name) {

        static HolderView of(Holder holder) {
            Account account = holder.account();
            KindView kind = KindView.valueOf(holder.kind().name());
            return account == null
                    ? new HolderView(kind, null, null)
                    : new HolderView(kind, account.id(), account.name());
        }
    }

    /** A user or a group. */
    @Schema(name = "Account")
    record AccountView(
            @Schema(description = "uid or gid", required = true)
            long id,

            @Schema(description = "As resolved at import, null where unknown", nullable = true) @Nullable String name) {

        static @Nullable AccountView of(@Nullable Account account) {
            return account == null ? null : new AccountView(account.id(), account.name());
        }
    }

    /** A directory in a list. */
    @Schema(name = "Directory")
    record DirectoryView(
            @Schema(required = true) String filesystem,

            @Schema(
                    description = "Control bytes, bytes that are no valid UTF-8, and % itself are %XX",
                    examples = "/gpfs/home/alice",
                    required = true)
            String path,

            @Schema(description = "Number of path components; the root has 0", required = true)
            int depth,

            @Schema(required = true) FiguresView recursive,
            @Schema(required = true) FiguresView direct,
            @Schema(required = true) HolderView owner,
            @Schema(required = true) HolderView group) {

        static DirectoryView of(Directory directory) {
            return new DirectoryView(
                    directory.filesystem(),
                    directory.path(),
                    directory.depth(),
                    FiguresView.of(directory.recursive()),
                    FiguresView.of(directory.direct()),
                    HolderView.of(directory.owner()),
                    HolderView.of(directory.group()));
        }
    }

    /** A page of directories; written by hand while it is read, see {@link DirectoryRowList}. */
    @Schema(name = "DirectoryList")
    record DirectoryListView(
            @Schema(required = true) List<DirectoryView> items,

            @Schema(description = "Cursor of the next page; absent at the end") @Nullable String next,

            @Schema(
                    description =
                            "Databases that could not be read, whose directories are missing; absent where there are none")
            @Nullable List<DatabaseProblemView> problems) {}

    /** One directory with all that is known of it. */
    @Schema(name = "DirectoryDetail")
    record DirectoryDetailView(
            @Schema(required = true) String filesystem,
            @Schema(required = true) String path,
            @Schema(required = true) int depth,
            @Schema(required = true) FiguresView recursive,
            @Schema(required = true) FiguresView direct,
            @Schema(required = true) HolderView owner,
            @Schema(required = true) HolderView group,

            @Schema(description = "Whether the scan had a line for the directory itself", required = true)
            boolean listed,

            @Schema(description = "Owner of the directory itself; null where it was not listed", nullable = true)
            @Nullable AccountView inodeOwner,

            @Schema(description = "Group of the directory itself; null where it was not listed", nullable = true)
            @Nullable AccountView inodeGroup,

            @Schema(description = "From the root down to the parent", required = true)
            List<DirectoryView> ancestors) {

        static DirectoryDetailView of(DirectoryDetail detail) {
            DirectoryView directory = DirectoryView.of(detail.directory());
            return new DirectoryDetailView(
                    directory.filesystem(),
                    directory.path(),
                    directory.depth(),
                    directory.recursive(),
                    directory.direct(),
                    directory.owner(),
                    directory.group(),
                    detail.listed(),
                    AccountView.of(detail.inodeOwner()),
                    AccountView.of(detail.inodeGroup()),
                    detail.ancestors().stream().map(DirectoryView::of).toList());
        }
    }
}
