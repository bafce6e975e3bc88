package org.fscensus.pipeline;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fscensus.entry.EntryBatch;
import org.fscensus.entry.EntryReader;
import org.fscensus.entry.PathText;
import org.fscensus.scanlog.LogFiles;
import org.fscensus.scanlog.LogStream;
import org.fscensus.scanlog.codec.Compression;
import org.fscensus.scanlog.codec.ExpansionLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExportPartTest {
    private static final String HEADER = "[1,2,{\"progname\":\"ncdu\",\"timestamp\":1795301847,\"z\":-1.5e+3},";
    private static final String EXPORT = HEADER
            + "[{\"name\":\"/data\",\"asize\":4096},{\"name\":\"a\",\"dsize\":12,\"mtime\":-2.5e-1},[{\"name\":\"d\"},"
            + "{\"name\":\"\\u00e9\",\"hlnkc\":true,\"nlink\":2}],{\"name\":\"b\",\"asize\":1}]]";

    private static final List<String> ALL = List.of("/data", "/data/a", "/data/d", "/data/d/\u00e9", "/data/b");

    @TempDir
    Path directory;

    private final ScanTally tally = new ScanTally();

    @Test
    void aBeginningHasTheEntriesBeforeItsEndWhereverItIsCutOff() throws IOException {
        int before = 0;
        long bytes = 0;
        for (int length = 0; length <= EXPORT.length(); length++) {
            List<String> entries = begun(EXPORT.substring(0, length).getBytes(US_ASCII));
            assertThat(entries).as("%s bytes", length).isEqualTo(ALL.subList(0, entries.size()));
            assertThat(entries.size()).isBetween(before, before + 1);
            assertThat(entries.isEmpty() || length > HEADER.length()).isTrue();
            before = entries.size();
            bytes += length;
            assertThat(tally.bytes.sum()).isEqualTo(bytes);
        }
        assertThat(before).isEqualTo(ALL.size());
        assertThat(tally.exportTime).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "XZ_ONE_BLOCK", "ZSTD", "BZIP2"})
    void aCompressedBeginningThatIsCutOffInTheHeaderIsEmpty(Compression compression) throws IOException {
        byte[] compressed = compression.compress(EXPORT.getBytes(US_ASCII));
        assertThat(begun(Arrays.copyOf(compressed, 20))).isEmpty();
        assertThat(begun(compressed)).isEqualTo(ALL);
    }

    @Test
    void aFileThatOughtToBeWholeIsNot() throws IOException {
        Path file = write(HEADER.substring(0, 20).getBytes(US_ASCII));
        LogStream stream = new LogFiles(1, ExpansionLimit.NONE).stream(file);
        assertThatThrownBy(() -> part(stream)).isInstanceOf(EOFException.class).hasMessageContaining("cut off");
        assertThatThrownBy(() -> begun("[2,0".getBytes(US_ASCII))).hasMessageContaining("its major version is not 1");
    }

    private Path write(byte[] export) throws IOException {
        return Files.write(directory.resolve("a.json"), export);
    }

    private ExportPart part(LogStream stream) throws IOException {
        ReadBudget budget = ReadBudget.whole(PipelineFixture.progress());
        return new ExportPart(stream, new FileTally(0, "a.json", ""), tally, budget);
    }

    private List<String> begun(byte[] export) throws IOException {
        List<String> entries = new ArrayList<>();
        try (ExportPart part = part(PipelineSettings.BEGINNINGS.stream(write(export)))) {
            EntryReader reader = part.newReader();
            EntryBatch batch = new EntryBatch();
            boolean more = true;
            while (more) {
                more = reader.read(batch);
                for (int i = 0; i < batch.size; i++) {
                    entries.add(PathText.encode(batch.bytes, batch.pathStart[i], batch.pathEnd[i]));
                }
            }
            part.finish();
        }
        return entries;
    }
}
