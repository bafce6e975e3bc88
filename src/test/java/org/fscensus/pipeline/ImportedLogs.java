package org.fscensus.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.scanlog.PlainFileSource;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;

/** Logs imported by the real pipeline into a store of their own, to test questions over. */
public final class ImportedLogs implements AutoCloseable {
    private final PipelineFixture fixture;
    private final Path passwd;
    private final Path group;
    private int imports;

    /**
     * @param data an empty directory
     * @param passwd names of users, one line each as in /etc/passwd
     * @param group names of groups, as in /etc/group
     */
    public ImportedLogs(Path data, String passwd, String group) throws IOException {
        fixture = new PipelineFixture(data);
        this.passwd = Files.writeString(data.resolve("passwd"), passwd);
        this.group = Files.writeString(data.resolve("group"), group);
    }

    public GenerationStore store() {
        return fixture.store;
    }

    /** The database of a generation. */
    public Path database(Generation generation) {
        return fixture.data.resolve(generation.database());
    }

    /** Imports a log, by two workers. */
    public Generation add(String filesystem, byte[] log, ReferenceOptions options) throws Exception {
        Path source = Files.write(fixture.data.resolve("scan.log"), log);
        ImportRequest request = new ImportRequest(
                "imported" + ++imports,
                new ImportSource.Logs(List.of(source)),
                filesystem,
                options.scanTime(),
                ImportRequest.ScanTimeOrigin.GIVEN,
                new ImportOptions(
                        null,
                        options.timeZone(),
                        options.pathEscape(),
                        options.ageFrom(),
                        options.hardLinks(),
                        RejectLimit.ofPercent(100),
                        false,
                        2));
        ImportResult result =
                fixture.pipeline(PlainFileSource.DEFAULT_PIECE, passwd, group).run(request, PipelineFixture.progress());
        return Objects.requireNonNull(result.generation());
    }

    @Override
    public void close() {
        fixture.store.close();
    }
}
