package org.fscensus.app.security;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.fscensus.app.CensusConfig;
import org.fscensus.query.MountAliases;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The access tokens that are good now. The file is read again every few seconds, so that a token that is taken out of it
 * is refused soon, and what is being answered to it is broken off; one that has become unusable changes nothing until it is mended. Any thread may ask; one of its own
 * reads.
 */
@ApplicationScoped
public class Tokens {
    private static final Logger LOG = Logger.getLogger(Tokens.class);
    private static final long EVERY_SECONDS = 2;

    private final @Nullable TokensFile file;
    private final boolean needed;
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private volatile List<TokenEntry> entries = List.of();
    private volatile @Nullable String problem;

    /** Of the thread, as is the next. */
    private byte[] lastRead = {};

    private @Nullable ScheduledExecutorService thread;
    private @Nullable ScheduledFuture<?> looks;

    @Inject
    Tokens(CensusConfig config, MountAliases aliases) {
        this(
                config.security()
                        .tokensFile()
                        .map(path -> new TokensFile(path.toAbsolutePath(), aliases))
                        .orElse(null),
                areNeeded(config.security()));
    }

    Tokens(@Nullable TokensFile file, boolean needed) {
        this.file = file;
        this.needed = needed;
    }

    /** Before anything is served; the port is not open yet. */
    void start(@Observes @Priority(2) StartupEvent event) {
        TokensFile known = file;
        if (known == null) {
            return;
        }
        try {
            load(known);
        } catch (TokensFileException e) {
            // Without the cause only the message is shown, which says it all.
            throw new ConfigurationException(TokensFile.KEY + ": " + e.getMessage(), Set.of(TokensFile.KEY));
        }
        LOG.infof("%d access tokens in %s", entries.size(), known.path());
        ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread daemon = new Thread(work, "tokens-file");
            daemon.setDaemon(true);
            return daemon;
        });
        looks = reader.scheduleWithFixedDelay(this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        thread = reader;
    }

    void stop(@Observes ShutdownEvent event) {
        if (thread != null && looks != null) {
            looks.cancel(false);
            thread.shutdownNow();
        }
    }

    /** Whether requests need a token, of the file or of an identity provider. */
    public boolean areNeeded() {
        return needed;
    }

    /** Likewise, by the settings. */
    public static boolean areNeeded(CensusConfig.Security config) {
        return config.tokensFile().isPresent() || config.oidc().url().isPresent();
    }

    /** What is wrong with the file now, for the operator; null where nothing is. */
    @Nullable String problem() {
        return problem;
    }

    /** Whose token it is. Every entry is compared, wherever one fits: the time tells nothing. */
    Optional<TokenEntry> find(String token) {
        TokenHash hash = TokenHash.of(token);
        TokenEntry found = null;
        for (TokenEntry entry : entries) {
            if (entry.hash().matches(hash)) {
                found = entry;
            }
        }
        return Optional.ofNullable(found);
    }

    /**
     * Tells of a request that is being answered, and may be for hours.
     *
     * @param cut ends it, once its token is not good any more
     * @return to be run when it has been answered
     */
    Runnable began(TokenEntry entry, Runnable cut) {
        Open request = new Open(entry, cut);
        open.add(request);
        if (!entries.contains(entry)) {
            // The file has changed since the token was looked up.
            cut.run();
        }
        return () -> open.remove(request);
    }

    /** No record: one request is not another. */
    private static final class Open {
        private final TokenEntry entry;
        private final Runnable cut;

        Open(TokenEntry entry, Runnable cut) {
            this.entry = entry;
            this.cut = cut;
        }
    }

    /** Reads the file again; what is wrong with it is told once. */
    void look() {
        TokensFile known = file;
        if (known == null) {
            return;
        }
        try {
            if (load(known)) {
                LOG.infof("%s has changed: %d access tokens are good now", known.path(), entries.size());
            }
        } catch (TokensFileException e) {
            if (!String.valueOf(e.getMessage()).equals(problem)) {
                problem = e.getMessage();
                LOG.errorf("%s: %s. The tokens stay as they were before", TokensFile.KEY, e.getMessage());
            }
        } catch (RuntimeException e) {
            // The next look may succeed; without this there would be none.
            LOG.errorf(e, "%s: the file could not be looked at", TokensFile.KEY);
        }
    }

    /** Reads it, and tells whether it has changed. */
    private boolean load(TokensFile known) throws TokensFileException {
        byte[] bytes = known.read();
        boolean changed = !Arrays.equals(bytes, lastRead);
        if (changed) {
            entries = known.parse(bytes);
            lastRead = bytes;
            open.stream().filter(request -> !entries.contains(request.entry)).forEach(request -> request.cut.run());
        }
        problem = null;
        return changed;
    }
}
