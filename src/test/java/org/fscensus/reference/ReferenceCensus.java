package org.fscensus.reference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fscensus.pipeline.ImportFailedException;
import org.fscensus.pipeline.ImportOptions.HardLinks;
import org.fscensus.reference.CensusFigures.Amount;
import org.fscensus.reference.CensusFigures.Cell;
import org.fscensus.reference.CensusFigures.Counters;
import org.fscensus.reference.CensusFigures.Directory;
import org.fscensus.reference.CensusFigures.Holding;
import org.fscensus.reference.CensusFigures.Summary;
import org.fscensus.reference.CensusFigures.UsageCell;

/** Takes a census of a log in the plainest way: all entries in a list, directories in a tree of maps. One thread. */
public final class ReferenceCensus implements CensusUnderTest {
    private static final long[] AGE_BOUNDS = {30, 90, 180, 365, 730, 1095, 1460, 1825, 2190, 2555};
    private static final int OLDEST = AGE_BOUNDS.length;
    private static final long[] SIZE_BOUNDS = {
        1L << 10, 10L << 10, 100L << 10, 1L << 20, 10L << 20, 100L << 20, 1L << 30, 10L << 30, 100L << 30
    };
    private static final long DAY = 86400;

    /** Which of an inode's paths counts; what stands behind the path decides only where one path is listed twice. */
    private static final Comparator<ReferenceLine.Entry> LINK_ORDER = Comparator.comparing(ReferenceLine.Entry::path)
            .thenComparingLong(ReferenceLine.Entry::uid)
            .thenComparingLong(ReferenceLine.Entry::gid)
            .thenComparingLong(ReferenceLine.Entry::allocated)
            .thenComparingLong(ReferenceLine.Entry::apparent)
            .thenComparing(ReferenceLine.Entry::lastAccess, Comparator.nullsFirst(Comparator.<Long>naturalOrder()))
            .thenComparing(ReferenceLine.Entry::ageTime, Comparator.nullsFirst(Comparator.<Long>naturalOrder()));

    @Override
    public CensusFigures census(byte[] log, ReferenceOptions options) throws ImportFailedException {
        List<ReferenceLine> lines = ReferenceFormat.read(log, options);
        List<ReferenceLine.Entry> entries = new ArrayList<>();
        long rejected = 0;
        long notices = 0;
        for (ReferenceLine read : lines) {
            if (read instanceof ReferenceLine.Entry entry) {
                entries.add(entry);
            } else if (read instanceof ReferenceLine.Rejected) {
                rejected++;
            } else {
                notices++;
            }
        }
        if (entries.isEmpty()) {
            throw new ImportFailedException("no line could be read as an entry", "give another log");
        }
        return new Taking(options).take(entries, lines.size(), rejected, notices);
    }

    /** One census while it is taken. */
    private static final class Taking {
        private final ReferenceOptions options;
        private final ReferenceDirectory root = ReferenceDirectory.root();
        private final TreeMap<Long, Summary> owners = new TreeMap<>();
        private final TreeMap<Long, Summary> groups = new TreeMap<>();
        private final TreeMap<Cell, Amount> ages = new TreeMap<>();
        private final TreeMap<Cell, Amount> sizes = new TreeMap<>();
        private final TreeMap<UsageCell, Amount> usage = new TreeMap<>();
        private final TreeMap<Holding, Long> apparent = new TreeMap<>();
        private long listedDirectories;
        private long duplicateLines;
        private long laterThanScan;

        Taking(ReferenceOptions options) {
            this.options = options;
        }

        CensusFigures take(List<ReferenceLine.Entry> entries, long lines, long rejected, long notices) {
            List<ReferenceLine.Entry> files = new ArrayList<>();
            for (ReferenceLine.Entry entry : entries) {
                if (entry.directory()) {
                    list(root.descend(entry.components()), entry);
                } else {
                    directoryOf(entry).heldFile = true;
                    files.add(entry);
                }
            }
            List<ReferenceLine.Entry> counted = counted(files);
            counted.forEach(this::count);
            List<ReferenceDirectory> order = root.preOrder();
            rollUp(order);
            counted.forEach(this::countUsage);
            List<Directory> directories = new ArrayList<>();
            for (ReferenceDirectory directory : order) {
                if (directory.listed) {
                    countListed(owners, directory.uid);
                    countListed(groups, directory.gid);
                }
                directories.add(row(directory));
            }
            Counters counters = new Counters(
                    lines,
                    root.recursive.files,
                    listedDirectories,
                    unlisted(order),
                    rejected,
                    notices,
                    root.recursive.allocated,
                    root.recursive.apparent,
                    duplicateLines,
                    laterThanScan);
            return new CensusFigures(counters, directories, owners, groups, ages, sizes, usage, apparent);
        }

        /** A directory has a line; of several lines the smallest owner and group stand. */
        private void list(ReferenceDirectory directory, ReferenceLine.Entry entry) {
            if (!directory.listed) {
                directory.listed = true;
                listedDirectories++;
                directory.uid = entry.uid();
                directory.gid = entry.gid();
                return;
            }
            duplicateLines++;
            if (entry.uid() < directory.uid || (entry.uid() == directory.uid && entry.gid() < directory.gid)) {
                directory.uid = entry.uid();
                directory.gid = entry.gid();
            }
        }

        private ReferenceDirectory directoryOf(ReferenceLine.Entry file) {
            return root.descend(file.components().subList(0, file.components().size() - 1));
        }

        private List<ReferenceLine.Entry> counted(List<ReferenceLine.Entry> files) {
            if (options.hardLinks() == HardLinks.EACH) {
                return files;
            }
            record Inode(long number, long generation) {}
            List<ReferenceLine.Entry> counted = new ArrayList<>();
            Map<Inode, ReferenceLine.Entry> linked = new HashMap<>();
            for (ReferenceLine.Entry file : files) {
                if (file.links() > 1) {
                    linked.merge(
                            new Inode(file.inode(), file.generation()),
                            file,
                            (a, b) -> LINK_ORDER.compare(a, b) <= 0 ? a : b);
                } else {
                    counted.add(file);
                }
            }
            counted.addAll(linked.values());
            return counted;
        }

        private void count(ReferenceLine.Entry file) {
            directoryOf(file).direct.addFile(file);
            Summary mine = new Summary(1, file.allocated(), file.apparent(), 0);
            owners.merge(file.uid(), mine, Taking::sum);
            groups.merge(file.gid(), mine, Taking::sum);
            Amount amount = new Amount(1, file.allocated());
            ages.merge(new Cell(file.uid(), ageBucket(file)), amount, Taking::sum);
            sizes.merge(new Cell(file.uid(), bucket(SIZE_BOUNDS, file.allocated())), amount, Taking::sum);
            Long time = file.ageTime();
            if (time != null && time > options.scanTime().getEpochSecond() + 2 * DAY) {
                laterThanScan++;
            }
        }

        private void countUsage(ReferenceLine.Entry file) {
            Holding holding = new Holding(directoryOf(file).id, file.uid(), file.gid());
            UsageCell cell = new UsageCell(holding, ageBucket(file), bucket(SIZE_BOUNDS, file.allocated()));
            usage.merge(cell, new Amount(1, file.allocated()), Taking::sum);
            apparent.merge(holding, file.apparent(), ReferenceDirectory.Sums::saturated);
        }

        private int ageBucket(ReferenceLine.Entry file) {
            Long time = file.ageTime();
            if (time == null) {
                return OLDEST;
            }
            long days = Math.floorDiv(options.scanTime().getEpochSecond() - time, DAY);
            return bucket(AGE_BOUNDS, Math.max(0, days));
        }

        private static int bucket(long[] exclusiveBounds, long value) {
            int bucket = 0;
            while (bucket < exclusiveBounds.length && value >= exclusiveBounds[bucket]) {
                bucket++;
            }
            return bucket;
        }

        private static Summary sum(Summary a, Summary b) {
            return new Summary(
                    a.files() + b.files(),
                    ReferenceDirectory.Sums.saturated(a.allocated(), b.allocated()),
                    ReferenceDirectory.Sums.saturated(a.apparent(), b.apparent()),
                    a.directories() + b.directories());
        }

        private static Amount sum(Amount a, Amount b) {
            return new Amount(a.files() + b.files(), ReferenceDirectory.Sums.saturated(a.allocated(), b.allocated()));
        }

        private static void countListed(Map<Long, Summary> summaries, long id) {
            summaries.merge(id, new Summary(0, 0, 0, 1), Taking::sum);
        }

        /** Numbers the directories and adds each to its parent, children before parents. */
        private static void rollUp(List<ReferenceDirectory> order) {
            for (int i = order.size() - 1; i >= 0; i--) {
                ReferenceDirectory directory = order.get(i);
                directory.id = 1L + i;
                directory.direct.directories = directory.children.size();
                directory.recursive.add(directory.direct);
                if (directory.parent != null) {
                    directory.parent.recursive.add(directory.recursive);
                }
            }
        }

        private static Directory row(ReferenceDirectory directory) {
            return new Directory(
                    directory.id,
                    directory.parent == null ? null : directory.parent.id,
                    directory.name,
                    directory.depth,
                    directory.listed,
                    directory.listed ? directory.uid : null,
                    directory.listed ? directory.gid : null,
                    directory.direct.totals(),
                    directory.recursive.totals(),
                    directory.recursive.ownerUid,
                    directory.recursive.ownerGid);
        }

        /** How many directories lack their line, the ancestors of what was scanned left out. */
        private static long unlisted(List<ReferenceDirectory> order) {
            Set<ReferenceDirectory> inside = new HashSet<>();
            long unlisted = 0;
            for (ReferenceDirectory directory : order) {
                if (directory.listed
                        || directory.heldFile
                        || (directory.parent != null && inside.contains(directory.parent))) {
                    inside.add(directory);
                    unlisted += directory.listed ? 0 : 1;
                }
            }
            return unlisted;
        }
    }
}
