package org.fscensus.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Room on the disks of the data directory and of its parts, which may be links to other disks. Asked by each scrape, on
 * its thread.
 */
@Singleton
public class DiskMetrics {
    private static final Logger LOG = Logger.getLogger(DiskMetrics.class);

    private final MeterRegistry meters;
    private final Settings settings;

    public DiskMetrics(MeterRegistry meters, Settings settings) {
        this.meters = meters;
        this.settings = settings;
    }

    private interface Size {
        long of(FileStore disk) throws IOException;
    }

    /** Once, when the data directory is there. */
    void start() {
        Path data = settings.dataDirectory();
        Map<String, Path> parts =
                Map.of("data", data, "scratch", DataDirectory.scratch(data), "uploads", DataDirectory.uploads(data));
        parts.forEach((part, directory) -> {
            gauge(
                    "fscensus.disk.free",
                    "Bytes that the service may still write",
                    part,
                    directory,
                    FileStore::getUsableSpace);
            gauge("fscensus.disk.size", "Size of the disk", part, directory, FileStore::getTotalSpace);
        });
    }

    private void gauge(String name, String description, String part, Path directory, Size size) {
        Gauge.builder(name, directory, place -> bytes(place, size))
                .description(description)
                .baseUnit("bytes")
                .tag("directory", part)
                // Nobody else keeps the path.
                .strongReference(true)
                .register(meters);
    }

    /** NaN where the disk does not tell. */
    private static double bytes(Path directory, Size size) {
        try {
            return size.of(Files.getFileStore(directory));
        } catch (IOException e) {
            LOG.warnf("The disk of %s does not tell its size: %s", directory, e);
            return Double.NaN;
        }
    }
}
