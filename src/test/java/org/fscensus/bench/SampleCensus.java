package org.fscensus.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fscensus.census.Census;
import org.fscensus.census.CensusOptions;
import org.fscensus.census.CensusWorker;
import org.fscensus.census.MemoryBudget;
import org.fscensus.entry.EntryBatch;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;

/** A census for benchmarks, of any number of generated directories. */
final class SampleCensus {
    private static final int FILES_PER_DIRECTORY = 12;
    private static final long SCAN_TIME = 1_768_435_200;

    private SampleCensus() {}

    /** An empty one. */
    static Census empty() throws IOException {
        CensusOptions options = new CensusOptions(SCAN_TIME, false, false, false, Path.of("unused"));
        return new Census(options, new MemoryBudget(Long.MAX_VALUE).open());
    }

    /** One with the lines of a generated log of so many directories, up to that many files for each. */
    static Census of(int directories, int filesPerDirectory) throws IOException {
        Census census = empty();
        CensusWorker worker = census.newWorker();
        LogGenerator.Sections sections = sections(directories, filesPerDirectory);
        for (long index = 0; index < sections.count(); index++) {
            Lines.parse(Lines.of(sections, index), Lines.newParser(), new EntryBatch(), batch -> add(worker, batch));
        }
        return census;
    }

    static LogGenerator.Sections sections(int directories, int filesPerDirectory) {
        return new LogGenerator(LogShape.of(directories, (long) directories * filesPerDirectory, 1)).sections();
    }

    /** Batches as a scan meets them, taken evenly from the log of so many directories with their files. */
    static List<EntryBatch> stream(int directories, int sectionCount) {
        LogGenerator.Sections sections = sections(directories, FILES_PER_DIRECTORY);
        List<EntryBatch> batches = new ArrayList<>();
        for (int i = 0; i < sectionCount; i++) {
            byte[] lines = Lines.of(sections, sections.count() * i / sectionCount);
            batches.addAll(batches(lines));
        }
        return batches;
    }

    /** Batches of the lines of all directories, without their files. */
    static List<EntryBatch> directories(int directories) {
        LogGenerator.Sections sections = sections(directories, 0);
        List<EntryBatch> batches = new ArrayList<>();
        for (long index = 0; index < sections.count(); index++) {
            batches.addAll(batches(Lines.of(sections, index)));
        }
        return batches;
    }

    /** The entries of some lines, in batches that stay. */
    private static List<EntryBatch> batches(byte[] lines) {
        List<EntryBatch> batches = new ArrayList<>();
        Lines.parse(lines, Lines.newParser(), new EntryBatch(), batch -> batches.add(copy(batch)));
        return batches;
    }

    private static EntryBatch copy(EntryBatch from) {
        EntryBatch to = new EntryBatch();
        to.bytes = from.bytes;
        to.size = from.size;
        System.arraycopy(from.pathStart, 0, to.pathStart, 0, from.size);
        System.arraycopy(from.pathEnd, 0, to.pathEnd, 0, from.size);
        System.arraycopy(from.nameStart, 0, to.nameStart, 0, from.size);
        System.arraycopy(from.directory, 0, to.directory, 0, from.size);
        System.arraycopy(from.uid, 0, to.uid, 0, from.size);
        System.arraycopy(from.gid, 0, to.gid, 0, from.size);
        System.arraycopy(from.allocatedBytes, 0, to.allocatedBytes, 0, from.size);
        System.arraycopy(from.apparentBytes, 0, to.apparentBytes, 0, from.size);
        System.arraycopy(from.accessTime, 0, to.accessTime, 0, from.size);
        System.arraycopy(from.modifyTime, 0, to.modifyTime, 0, from.size);
        System.arraycopy(from.inode, 0, to.inode, 0, from.size);
        System.arraycopy(from.inodeGeneration, 0, to.inodeGeneration, 0, from.size);
        System.arraycopy(from.links, 0, to.links, 0, from.size);
        return to;
    }

    static void add(CensusWorker worker, EntryBatch batch) {
        try {
            worker.add(batch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
