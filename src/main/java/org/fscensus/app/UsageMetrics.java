package org.fscensus.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import org.fscensus.query.AccountList;
import org.fscensus.query.AccountUsage;
import org.fscensus.query.DirectoryQuery;
import org.fscensus.query.Figures;
import org.fscensus.query.Parameters;
import org.fscensus.query.QuestionException;
import org.fscensus.query.UsageQuery;
import org.fscensus.store.Generation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the newest generation of each file system holds, as metrics: totals always, the largest owners and chosen
 * directories where they are configured. Asked once for each generation, on a thread of its own, never by a scrape or a
 * job. {@link #show}: any thread.
 */
@Singleton
public class UsageMetrics {
    private static final Logger LOG = Logger.getLogger(UsageMetrics.class);
    private static final String FILESYSTEM = "filesystem";

    private final UsageQuery usage;
    private final DirectoryQuery directories;
    private final int topOwners;
    private final List<String> paths;

    private final MultiGauge files;
    private final MultiGauge directoryCount;
    private final MultiGauge allocated;
    private final MultiGauge apparent;
    private final MultiGauge ownerFiles;
    private final MultiGauge ownerBytes;
    private final MultiGauge pathFiles;
    private final MultiGauge pathBytes;

    /** What is to be looked at next, the latest wish; null where a look has taken it. */
    private final AtomicReference<@Nullable Map<String, Generation>> wanted = new AtomicReference<>();
    /** Of the thread: what was asked already, by generation. */
    private Map<String, Details> known = Map.of();

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread daemon = new Thread(work, "usage-metrics");
        daemon.setDaemon(true);
        return daemon;
    });

    /** Of one generation; by path, those that it has. */
    private record Details(List<AccountUsage> owners, Map<String, Figures> paths) {}

    public UsageMetrics(MeterRegistry meters, UsageQuery usage, DirectoryQuery directories, CensusConfig config) {
        this.usage = usage;
        this.directories = directories;
        this.topOwners = config.metrics().topOwners();
        this.paths = config.metrics().paths().orElse(List.of());
        this.files = gauge(meters, "fscensus.filesystem.files", null, "Files in the newest scan");
        this.directoryCount =
                gauge(meters, "fscensus.filesystem.directories", null, "Listed directories in the newest scan");
        this.allocated = gauge(meters, "fscensus.filesystem.allocated", "bytes", "Allocated bytes in the newest scan");
        this.apparent = gauge(meters, "fscensus.filesystem.apparent", "bytes", "Apparent bytes in the newest scan");
        this.ownerFiles = gauge(meters, "fscensus.owner.files", null, "Files of the owners with the most bytes");
        this.ownerBytes =
                gauge(meters, "fscensus.owner.allocated", "bytes", "Allocated bytes of the owners with the most");
        this.pathFiles = gauge(meters, "fscensus.path.files", null, "Files below a directory that is configured");
        this.pathBytes = gauge(
                meters, "fscensus.path.allocated", "bytes", "Allocated bytes below a directory that is configured");
    }

    private static MultiGauge gauge(MeterRegistry meters, String name, @Nullable String unit, String description) {
        return MultiGauge.builder(name).baseUnit(unit).description(description).register(meters);
    }

    /**
     * Shows other generations from now on.
     *
     * @param newest by file system
     */
    void show(Map<String, Generation> newest) {
        showTotals(newest);
        boolean details = topOwners > 0 || !paths.isEmpty();
        if (details && wanted.getAndSet(new TreeMap<>(newest)) == null) {
            try {
                thread.execute(this::look);
            } catch (RejectedExecutionException e) {
                LOG.debug("the service stops", e);
            }
        }
    }

    private synchronized void showTotals(Map<String, Generation> newest) {
        register(files, newest, Generation::files);
        register(directoryCount, newest, Generation::directories);
        register(allocated, newest, Generation::allocatedBytes);
        register(apparent, newest, Generation::apparentBytes);
    }

    private static void register(MultiGauge gauge, Map<String, Generation> newest, ToLongFunction<Generation> figure) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        newest.forEach((filesystem, generation) ->
                rows.add(MultiGauge.Row.of(Tags.of(FILESYSTEM, filesystem), figure.applyAsLong(generation))));
        gauge.register(rows, true);
    }

    /** On the thread. */
    private void look() {
        Map<String, Generation> newest = wanted.getAndSet(null);
        if (newest == null) {
            return;
        }
        Map<String, Details> now = new HashMap<>();
        Rows rows = new Rows();
        for (Map.Entry<String, Generation> entry : newest.entrySet()) {
            String filesystem = entry.getKey();
            Generation generation = entry.getValue();
            Details details = known.get(generation.id());
            try {
                details = details == null ? ask(generation) : details;
            } catch (QuestionException e) {
                // Tried again when the generations change; the others are shown all the same.
                LOG.warnf(e, "The figures of %s for the monitoring cannot be read", filesystem);
                continue;
            }
            now.put(generation.id(), details);
            rows.add(filesystem, details);
        }
        known = now;
        ownerFiles.register(rows.ownerFiles, true);
        ownerBytes.register(rows.ownerBytes, true);
        pathFiles.register(rows.pathFiles, true);
        pathBytes.register(rows.pathBytes, true);
    }

    private Details ask(Generation generation) {
        Map<String, List<String>> one = Map.of("generation", List.of(generation.id()));
        List<AccountUsage> owners = List.of();
        if (topOwners > 0) {
            Map<String, List<String>> asked = new HashMap<>(one);
            asked.put("limit", List.of(Integer.toString(topOwners)));
            AccountList list =
                    usage.owners(generation.filesystem(), new Parameters(asked, UsageQuery.ACCOUNT_PARAMETERS));
            if (!list.problems().isEmpty()) {
                throw new QuestionException(
                        QuestionException.Kind.UNREADABLE, list.problems().toString());
            }
            owners = list.items();
        }
        Map<String, Figures> found = new TreeMap<>();
        for (String path : paths) {
            Map<String, List<String>> asked = new HashMap<>(one);
            asked.put("path", List.of(path));
            try {
                Parameters parameters = new Parameters(asked, Set.of("path", "generation"));
                found.put(
                        path,
                        directories
                                .one(generation.filesystem(), parameters)
                                .directory()
                                .recursive());
            } catch (QuestionException e) {
                if (e.kind() != QuestionException.Kind.UNKNOWN) {
                    throw e;
                }
                LOG.debugf(e, "%s is not in %s", path, generation.filesystem());
            }
        }
        return new Details(owners, found);
    }

    /** What the gauges will show. */
    private static final class Rows {
        private final List<MultiGauge.Row<?>> ownerFiles = new ArrayList<>();
        private final List<MultiGauge.Row<?>> ownerBytes = new ArrayList<>();
        private final List<MultiGauge.Row<?>> pathFiles = new ArrayList<>();
        private final List<MultiGauge.Row<?>> pathBytes = new ArrayList<>();

        void add(String filesystem, Details details) {
            for (AccountUsage owner : details.owners()) {
                // Names need not be unique.
                String uid = Long.toString(owner.id());
                Tags tags = Tags.of(
                        FILESYSTEM, filesystem, "uid", uid, "owner", Objects.requireNonNullElse(owner.name(), uid));
                ownerFiles.add(MultiGauge.Row.of(tags, owner.files()));
                ownerBytes.add(MultiGauge.Row.of(tags, owner.allocatedBytes()));
            }
            details.paths().forEach((path, figures) -> {
                Tags tags = Tags.of(FILESYSTEM, filesystem, "path", path);
                pathFiles.add(MultiGauge.Row.of(tags, figures.files()));
                pathBytes.add(MultiGauge.Row.of(tags, figures.allocatedBytes()));
            });
        }
    }

    /** What is being asked is given up; the gauges stay as they are. */
    void close() {
        thread.shutdownNow();
    }
}
