package org.fscensus.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.fscensus.store.Loader;

/** The service's own settings, validated at start. docs/CONFIGURATION.md describes every key. */
@ConfigMapping(prefix = "fscensus")
public interface CensusConfig {

    /** Everything that the service writes lives below this directory, mode 0700. */
    @WithDefault("data")
    Path dataDir();

    @WithName("import")
    Import imports();

    Jobs jobs();

    Uploads uploads();

    Generations generations();

    Query query();

    Accounts accounts();

    Security security();

    Shutdown shutdown();

    Metrics metrics();

    Webhooks webhooks();

    Connections connections();

    /** Prefixes under which users know a file system and those of its scans: {@code /glade/campaign=/gpfs/csfs1}. */
    Optional<List<String>> mountAliases();

    interface Import {
        /** The only places that a job may read; {@code <data-dir>/incoming} where none is given. */
        Optional<List<Path>> roots();

        /** Parsing threads of a job; as many as there are processors where not given. */
        OptionalInt workers();

        /** What the running jobs' tables may take together, such as {@code 4GiB}; 80 % of the heap where not given. */
        Optional<String> memory();

        /** How databases are written; {@code jdbc}, by SQLite itself, is there to fall back on. */
        @WithDefault("pages")
        Loader loader();

        /** Zone of zoneless times and of dates in file names, where a job names none. */
        @WithDefault("UTC")
        ZoneId timeZone();

        /**
         * By how much files, directories or allocated bytes of a scan may fall against the one before it; more is taken
         * only where the job says {@code acceptShrink}. 100% takes everything.
         */
        @WithDefault("50%")
        String maxShrink();

        /** As many times a compressed log's size its text may be, and a gigabyte in any case. */
        @WithDefault("500")
        @Min(1) int maxExpansion();

        /** Whether a small made-up log is imported after the start, for nothing but to make the first job as quick. */
        @WithDefault("true")
        boolean warmUp();
    }

    interface Jobs {
        @WithDefault("1")
        @Min(1) @Max(64) int concurrent();

        @WithDefault("100")
        @Min(1) int queue();

        @WithDefault("10000")
        @Min(1) int keep();
    }

    /** Logs that are sent over HTTP. */
    interface Uploads {
        /** The largest that is taken. */
        @WithDefault("1TiB")
        String maxSize();

        /** How many come in at a time; another one is told to wait. */
        @WithDefault("4")
        @Min(1) @Max(64) int concurrent();

        /** Space that uploads leave free, for what the service itself has to write. */
        @WithDefault("1GiB")
        String keepFree();
    }

    interface Generations {
        @WithDefault("8")
        @Min(1) int keep();

        /** Of the generations beyond {@link #keep()}, the last of each of so many months stays. */
        @WithDefault("24")
        @Min(0) int keepMonthly();
    }

    interface Query {
        @WithDefault("10s")
        Duration timeout();

        /** After which a client that has stopped reading a long list is cut off. */
        @WithDefault("30s")
        Duration stallTimeout();

        /**
         * Threads, beside a request's own, that read the databases of questions over several file systems; all requests
         * share them. As many as there are processors where not given.
         */
        OptionalInt threads();
    }

    /** Where names of users and groups are read at import; {@code getent} answers for the ids that these lack. */
    interface Accounts {
        @WithDefault("/etc/passwd")
        Path passwd();

        @WithDefault("/etc/group")
        Path group();

        @WithDefault("true")
        boolean getent();
    }

    /** How the service stops. */
    interface Shutdown {
        /**
         * For how long it answers when it is not ready any more, for balancers to notice; jobs are stopped after it. What
         * waits for it is Quarkus' own, see application.properties.
         */
        @WithDefault("0s")
        Duration delay();

        /** Within which the running imports are to stop and be given back to the queue. */
        @WithDefault("8s")
        Duration timeout();
    }

    interface Security {
        Optional<Path> tokensFile();

        Oidc oidc();
    }

    /** Tokens of an identity provider (OpenID Connect), beside those of the tokens file. */
    interface Oidc {
        /** The provider's address, below which its description lies; without it there are no such tokens. */
        Optional<URI> url();

        /** Whom tokens must be made out to, one of these: the provider's others are not for this service. */
        Optional<List<String>> audience();

        /** The claim that tells roles, as a path: {@code realm_access/roles}. */
        @WithDefault("roles")
        String roleClaim();

        /** Values of the claim that make somebody a viewer. */
        @WithDefault("viewer")
        List<String> viewer();

        @WithDefault("operator")
        List<String> operator();

        @WithDefault("admin")
        List<String> admin();
    }

    /** What the monitoring is told beside the state of the service. Every series costs it memory, hence off. */
    interface Metrics {
        /** Of each file system, so many owners with the most bytes. */
        @WithDefault("0")
        @Min(0) @Max(1000) int topOwners();

        /** Directories whose figures are told, of every file system that has them. */
        Optional<List<String>> paths();
    }

    /** What clients may take, whoever they are. */
    interface Connections {
        /** That may be open; what comes beyond is closed at once. */
        @WithDefault("2000")
        @Min(1) int max();

        /** Within which a request's head has to be there. */
        @WithDefault("30s")
        Duration headTimeout();

        /** After which a connection without a request is closed. */
        @WithDefault("120s")
        Duration idleTimeout();
    }

    /** Who is told of ended jobs. */
    interface Webhooks {
        /** Addresses that the job is posted to. */
        Optional<List<URI>> urls();

        /** A file with the key of the signatures; this or {@link #secret()}. */
        Optional<Path> secretFile();

        Optional<String> secret();

        /** Of each delivery, at most. */
        @WithDefault("6")
        @Min(1) @Max(10) int attempts();

        /** Of one attempt. */
        @WithDefault("10s")
        Duration timeout();

        /** Before the second attempt; four times as long before each further one. */
        @WithDefault("2s")
        Duration backOff();
    }
}
