package org.fscensus.census;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fscensus.entry.EntryBatch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HardLinkSpillTest {
    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(longs = {10_000, 1 << 24})
    void everyInodeComesBackOnceAtItsLeastPathHoweverOftenTheFilesAreDivided(long largest) throws IOException {
        Map<Long, String> expected = new TreeMap<>();
        List<String> found = new ArrayList<>();
        Random random = new Random(largest);
        try (HardLinkSpill spill = new HardLinkSpill(scratch, largest)) {
            List<HardLinkSpill.Writer> writers = List.of(spill.newWriter(), spill.newWriter());
            for (int i = 0; i < 3_000; i++) {
                long inode = random.nextInt(500);
                String path = "/" + "x".repeat(random.nextInt(10) == 0 ? 3_000 : 20) + random.nextInt(1_000_000);
                expected.merge(inode, path, (a, b) -> a.compareTo(b) <= 0 ? a : b);
                writers.get(i % 2).add(entry(inode, path), 0, (int) inode);
            }
            for (HardLinkSpill.Writer writer : writers) {
                writer.flush();
            }
            spill.resolve(link -> found.add(link.directory() + " " + link.path()), () -> {});
        }
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(expected.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .toList());
        try (Stream<Path> left = Files.list(scratch)) {
            assertThat(left).isEmpty();
        }
    }

    private static EntryBatch entry(long inode, String path) {
        EntryBatch batch = new EntryBatch();
        batch.reset(path.getBytes(StandardCharsets.ISO_8859_1));
        batch.pathEnd[0] = path.length();
        batch.inode[0] = inode;
        batch.inodeGeneration[0] = 1;
        batch.size = 1;
        return batch;
    }
}
