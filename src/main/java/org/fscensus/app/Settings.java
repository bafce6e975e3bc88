package org.fscensus.app;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.fscensus.job.Uploads;
import org.fscensus.pipeline.ShrinkLimit;
import org.fscensus.query.MountAliases;
import org.fscensus.query.Units;

/** The configuration with its defaults filled in and what the types cannot check checked. */
@ApplicationScoped
public class Settings {
    private static final double HEAP_SHARE = 0.8;
    private static final int MOST_QUERY_THREADS = 1024;
    private static final int MOST_METRIC_PATHS = 1000;

    private final CensusConfig config;

    public Settings(CensusConfig config) {
        this.config = config;
    }

    /** Absolute. */
    public Path dataDirectory() {
        return config.dataDir().toAbsolutePath().normalize();
    }

    /** The places that jobs may read. */
    public List<Path> importRoots() {
        return config.imports().roots().orElseGet(() -> List.of(DataDirectory.incoming(dataDirectory())));
    }

    /** Parsing threads of a job. */
    public int importWorkers() {
        return config.imports().workers().orElseGet(() -> Runtime.getRuntime().availableProcessors());
    }

    /** Bytes that the running imports' tables may take together. */
    public long importMemory() {
        return config.imports()
                .memory()
                .map(text -> bytes("fscensus.import.memory", text))
                .orElseGet(() -> (long) (HEAP_SHARE * Runtime.getRuntime().maxMemory()));
    }

    /** By how much a scan may fall short of the one before it. */
    ShrinkLimit maxShrink() {
        String text = config.imports().maxShrink().strip();
        try {
            return new ShrinkLimit(
                    Double.parseDouble(text.endsWith("%") ? text.substring(0, text.length() - 1) : text));
        } catch (IllegalArgumentException e) {
            throw new StartException(
                    "fscensus.import.max-shrink: \"" + text + "\" is no share from 0% to 100%, such as 50%", e);
        }
    }

    /** What is taken over HTTP. */
    Uploads.Limits uploads() {
        CensusConfig.Uploads given = config.uploads();
        return new Uploads.Limits(
                bytes("fscensus.uploads.max-size", given.maxSize()),
                given.concurrent(),
                bytes("fscensus.uploads.keep-free", given.keepFree()));
    }

    /** Threads that read the databases of questions over several file systems, beside the requests' own. */
    public int queryThreads() {
        return config.query().threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
    }

    /** Whether the import is rehearsed when the service has started. */
    public boolean importWarmUp() {
        return config.imports().warmUp();
    }

    /** Directories that the monitoring is told of. */
    List<String> metricPaths() {
        List<String> paths = config.metrics().paths().orElse(List.of());
        if (paths.size() > MOST_METRIC_PATHS || !paths.stream().allMatch(path -> path.startsWith("/"))) {
            throw new StartException(
                    "fscensus.metrics.paths: up to " + MOST_METRIC_PATHS + " absolute paths, not " + paths);
        }
        return paths;
    }

    /** @throws StartException if one is not of the form {@code shown=scanned}, both absolute paths */
    MountAliases mountAliases() {
        try {
            return MountAliases.parse(config.mountAliases().orElse(List.of()));
        } catch (IllegalArgumentException e) {
            throw new StartException("fscensus.mount-aliases: " + e.getMessage(), e);
        }
    }

    /** @throws StartException if a value cannot be used */
    void check() {
        if (importWorkers() < 1) {
            throw new StartException("fscensus.import.workers: must be at least 1, not " + importWorkers());
        }
        if (importMemory() < 1) {
            throw new StartException("fscensus.import.memory: must be more than 0");
        }
        mountAliases();
        uploads();
        metricPaths();
        WebhookSettings.of(config.webhooks());
        maxShrink();
        ProviderSettings.of(config.security().oidc());
        checkPositive("fscensus.query.timeout", config.query().timeout());
        checkPositive("fscensus.connections.head-timeout", config.connections().headTimeout());
        checkPositive("fscensus.connections.idle-timeout", config.connections().idleTimeout());
        checkPositive("fscensus.query.stall-timeout", config.query().stallTimeout());
        if (queryThreads() < 0 || queryThreads() > MOST_QUERY_THREADS) {
            throw new StartException(
                    "fscensus.query.threads: must be from 0 to " + MOST_QUERY_THREADS + ", not " + queryThreads());
        }
        for (Path root : config.imports().roots().orElse(List.of())) {
            if (!Files.isDirectory(root)) {
                throw new StartException(
                        "fscensus.import.roots: " + root + " is not a directory; create it, or take it off the list");
            }
        }
    }

    private static void checkPositive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new StartException(key + ": must be more than 0, not " + value);
        }
    }

    private static long bytes(String key, String text) {
        try {
            return Units.bytes(text);
        } catch (IllegalArgumentException e) {
            throw new StartException(key + ": " + e.getMessage(), e);
        }
    }
}
