package org.fscensus.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.fscensus.query.Directory;
import org.fscensus.query.Treemap;
import org.fscensus.rest.FilesystemViews.FiguresView;
import org.fscensus.rest.FilesystemViews.HolderView;
import org.jspecify.annotations.Nullable;

/** What treemaps look like in JSON. */
public final class TreeViews {
    private TreeViews() {}

    /** What the largest are chosen by. */
    @Schema(name = "TreeMeasure")
    public enum MeasureView {
        BYTES,
        FILES;

        /** As the API writes it. */
        @JsonValue
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }

        static MeasureView of(Treemap.Measure measure) {
            return valueOf(measure.name());
        }
    }

    /** A treemap. */
    @Schema(name = "Tree", description = "A directory with the largest directories below it")
    record TreeView(
            @Schema(required = true) String filesystem,

            @Schema(description = "What the largest directories are chosen by", required = true)
            MeasureView by,

            @Schema(description = "Directories shown below the root of the tree", required = true)
            int nodes,

            @Schema(
                    description =
                            "Whether all are shown that depth and top ask for; else these are the largest of them",
                    required = true)
            boolean complete,

            @Schema(description = "The directory asked about", required = true)
            TreeNodeView root) {

        static TreeView of(Treemap treemap) {
            return new TreeView(
                    treemap.root().directory().filesystem(),
                    MeasureView.of(treemap.by()),
                    treemap.nodes(),
                    treemap.complete(),
                    TreeNodeView.of(treemap.root(), treemap.by()));
        }
    }

    /** A directory in a treemap. */
    @Schema(
            name = "TreeNode",
            description = "One directory; each of its figures is the sum of direct, the children and the rest")
    record TreeNodeView(
            @Schema(description = "The last name of the path", examples = "alice", required = true)
            String name,

            @Schema(examples = "/gpfs/home/alice", required = true)
            String path,

            @Schema(description = "Files in the subtree", required = true)
            long files,

            @Schema(description = "Directories below, not counting the directory itself", required = true)
            long directories,

            @Schema(description = "Disk usage of the subtree", required = true)
            long allocatedBytes,

            @Schema(required = true) long apparentBytes,

            @Schema(
                    description = "Last access to any file of the subtree; null where there is none",
                    nullable = true,
                    format = "date-time")
            @Nullable Instant lastAccess,

            @Schema(required = true) HolderView owner,
            @Schema(required = true) HolderView group,

            @Schema(description = "The files, and the number of directories, right in it", required = true)
            FiguresView direct,

            @Schema(description = "Subdirectories, the largest first", required = true)
            List<TreeNodeView> children,

            @Schema(description = "The subdirectories that are not shown, together; absent where all are")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable RestView rest,

            @Schema(
                    description = "bytes in a tree by files: the directory has too many subdirectories to compare their"
                            + " files, and those with the most bytes are shown; else absent")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable MeasureView childrenBy,

            @Schema(
                    description =
                            "With groupBy=age: of each age bucket the allocated bytes of the subtree, or the files"
                                    + " where the tree is by files")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable List<Long> ages,

            @Schema(description = "With groupBy=owner: who has the most of the subtree; absent where it has no file")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable MostView topOwner,

            @Schema(description = "With groupBy=group: which has the most of the subtree; absent where it has no file")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable MostView topGroup) {

        static TreeNodeView of(Treemap.Node node, Treemap.Measure by) {
            Directory directory = node.directory();
            return new TreeNodeView(
                    node.name(),
                    directory.path(),
                    directory.recursive().files(),
                    directory.recursive().directories(),
                    directory.recursive().allocatedBytes(),
                    directory.recursive().apparentBytes(),
                    directory.recursive().lastAccess(),
                    HolderView.of(directory.owner()),
                    HolderView.of(directory.group()),
                    FiguresView.of(directory.direct()),
                    node.children().stream().map(child -> of(child, by)).toList(),
                    RestView.of(node.rest()),
                    node.childrenBy() == by ? null : MeasureView.of(node.childrenBy()),
                    node.breakdown().ages(),
                    MostView.of(node.breakdown().owner()),
                    MostView.of(node.breakdown().group()));
        }
    }

    /** The account with the most of a subtree. */
    @Schema(name = "TreeMost", description = "The user or group with the most of a subtree, and how much that is")
    record MostView(
            @Schema(examples = "1000", required = true) long id,

            @Schema(
                    description = "Null where nobody knew it when the scan was imported",
                    examples = "alice",
                    nullable = true)
            @Nullable String name,

            @Schema(required = true) long files,
            @Schema(required = true) long allocatedBytes) {

        static @Nullable MostView of(Treemap.@Nullable Most most) {
            return most == null
                    ? null
                    : new MostView(
                            most.account().id(),
                            most.account().name(),
                            most.usage().files(),
                            most.usage().allocatedBytes());
        }
    }

    /** What a level has besides the directories shown. */
    @Schema(name = "TreeRest", description = "Subdirectories that are not shown, together")
    record RestView(
            @Schema(description = "How many subdirectories these are", required = true)
            long count,

            @Schema(required = true) long files,

            @Schema(description = "Directories below them, not counting themselves", required = true)
            long directories,

            @Schema(required = true) long allocatedBytes,
            @Schema(required = true) long apparentBytes) {

        static @Nullable RestView of(Treemap.@Nullable Rest rest) {
            return rest == null
                    ? null
                    : new RestView(
                            rest.count(),
                            rest.files(),
                            rest.directories(),
                            rest.allocatedBytes(),
                            rest.apparentBytes());
        }
    }
}
