package org.fscensus.job;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.fscensus.pipeline.ImportRequest;
import org.fscensus.scanlog.RejectedLine;
import org.jspecify.annotations.Nullable;

/**
 * Jobs in the control database (its migrations create the table). Every change is on disk when its method returns. Any
 * thread; methods throw {@link JobStoreException} where the database does not answer.
 */
public final class JobStore {
    private static final String COLUMNS = "state, attempt, interruptions, cancel_requested, created_at, started_at,"
            + " finished_at, idempotency_key, generation, asked, request, error, report";
    private static final String FINAL = "('succeeded', 'failed', 'cancelled')";

    private final DataSource control;

    public JobStore(DataSource control) {
        this.control = control;
    }

    void insert(JobRecord job) {
        execute(
                "accept job " + job.id(),
                "INSERT INTO jobs (id, filesystem, state, attempt, interruptions, created_at, idempotency_key, asked,"
                        + " request) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                job.id(),
                job.request().filesystem(),
                job.state().id().label(),
                job.state().attempt(),
                interruptions(job.state()),
                job.createdAt(),
                job.idempotencyKey(),
                JobJson.write(job.asked()),
                JobJson.write(job.request()));
    }

    /** Writes a job's state and report; {@code rejected} is null where there is no sample to keep. */
    void update(JobRecord job, @Nullable List<RejectedLine> rejected) {
        JobState state = job.state();
        execute(
                "save job " + job.id() + " as " + state.id().label(),
                "UPDATE jobs SET state = ?, attempt = ?, interruptions = ?, started_at = ?, finished_at = ?,"
                        + " generation = ?, error = ?, report = ?, rejected = ? WHERE id = ?",
                state.id().label(),
                state.attempt(),
                interruptions(state),
                state.startedAt(),
                state.finishedAt(),
                state instanceof JobState.Succeeded succeeded ? succeeded.generation() : null,
                state instanceof JobState.Failed failed ? JobJson.write(failed.error()) : null,
                job.report() == null ? null : JobJson.write(job.report()),
                rejected == null ? null : JobJson.write(rejected),
                job.id());
    }

    /** Notes that a user wants a running job to stop, so that it is known after a crash too. */
    void requestCancel(String id) {
        execute("cancel job " + id, "UPDATE jobs SET cancel_requested = 1 WHERE id = ?", id);
    }

    /** Forgets the oldest finished jobs, so that at most {@code keep} of them stay. */
    void trim(int keep) {
        execute(
                "forget old jobs",
                "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE state IN " + FINAL
                        + " ORDER BY id DESC LIMIT -1 OFFSET ?)",
                keep);
    }

    Optional<JobRecord> find(String id) {
        return query("read job " + id, "WHERE id = ?", id).stream().findFirst();
    }

    Optional<JobRecord> findByKey(String idempotencyKey) {
        return query("look up an idempotency key", "WHERE idempotency_key = ?", idempotencyKey).stream()
                .findFirst();
    }

    /** Jobs that are queued or running, oldest first. */
    List<JobRecord> unfinished() {
        return query("read unfinished jobs", "WHERE state IN ('queued', 'running') ORDER BY id");
    }

    /** Of each file system, the newest import and the newest check of each final state that it has. */
    List<JobRecord> latest() {
        return query(
                "read the latest jobs",
                "WHERE id IN (SELECT MAX(id) FROM jobs WHERE state IN " + FINAL + " GROUP BY filesystem, state,"
                        + " json_extract(request, '$.source.kind') = 'generation') ORDER BY id");
    }

    /** Jobs as filtered; one more than the limit where there are more. */
    List<JobRecord> list(JobFilter filter) {
        StringBuilder where = new StringBuilder("WHERE 1 = 1");
        List<Object> values = new ArrayList<>();
        if (!filter.states().isEmpty()) {
            where.append(" AND state IN (?")
                    .append(", ?".repeat(filter.states().size() - 1))
                    .append(')');
            filter.states().forEach(state -> values.add(state.label()));
        }
        if (filter.filesystem() != null) {
            where.append(" AND filesystem = ?");
            values.add(filter.filesystem());
        }
        if (filter.before() != null) {
            where.append(" AND id < ?");
            values.add(filter.before());
        }
        where.append(" ORDER BY id DESC LIMIT ?");
        values.add(filter.limit() == 0 ? -1 : filter.limit() + 1);
        return query("list jobs", where.toString(), values.toArray());
    }

    /** The sample kept with a finished job; empty where there is none. */
    List<RejectedLine> rejected(String id) {
        String json = withConnection("read rejected lines of job " + id, connection -> {
            try (PreparedStatement statement = prepare(connection, "SELECT rejected FROM jobs WHERE id = ?", id);
                    ResultSet row = statement.executeQuery()) {
                return row.next() ? Objects.requireNonNullElse(row.getString(1), "[]") : "[]";
            }
        });
        return List.of(JobJson.read(json, RejectedLine[].class));
    }

    /** How many jobs there are in each state; every state is there. */
    Map<JobState.Id, Long> counts() {
        Map<JobState.Id, Long> counts = new EnumMap<>(JobState.Id.class);
        for (JobState.Id state : JobState.Id.values()) {
            counts.put(state, 0L);
        }
        return withConnection("count jobs", connection -> {
            try (PreparedStatement statement = prepare(connection, "SELECT state, COUNT(*) FROM jobs GROUP BY state");
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    counts.put(stateId(row.getString(1)), row.getLong(2));
                }
                return counts;
            }
        });
    }

    private List<JobRecord> query(String what, String where, Object... values) {
        return withConnection(what, connection -> {
            try (PreparedStatement statement =
                            prepare(connection, "SELECT " + COLUMNS + " FROM jobs " + where, values);
                    ResultSet row = statement.executeQuery()) {
                List<JobRecord> jobs = new ArrayList<>();
                while (row.next()) {
                    jobs.add(read(row));
                }
                return jobs;
            }
        });
    }

    private static JobRecord read(ResultSet row) throws SQLException {
        String report = row.getString("report");
        return new JobRecord(
                JobJson.read(row.getString("request"), ImportRequest.class),
                JobJson.read(row.getString("asked"), JobRequest.class),
                row.getString("idempotency_key"),
                Instant.parse(row.getString("created_at")),
                state(row),
                row.getBoolean("cancel_requested"),
                report == null ? null : JobJson.read(report, JobReport.class));
    }

    private static JobState state(ResultSet row) throws SQLException {
        int attempt = row.getInt("attempt");
        int interruptions = row.getInt("interruptions");
        Instant started = instant(row, "started_at");
        Instant finished = instant(row, "finished_at");
        return switch (stateId(row.getString("state"))) {
            case QUEUED -> new JobState.Queued(attempt, interruptions);
            case RUNNING -> new JobState.Running(attempt, interruptions, known(started));
            case SUCCEEDED ->
                new JobState.Succeeded(attempt, known(started), known(finished), row.getString("generation"));
            case FAILED ->
                new JobState.Failed(
                        attempt, known(started), known(finished), JobJson.read(row.getString("error"), JobError.class));
            case CANCELLED -> new JobState.Cancelled(attempt, started, known(finished));
        };
    }

    private static JobState.Id stateId(String label) {
        return JobState.Id.valueOf(label.toUpperCase(Locale.ROOT));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : Instant.parse(text);
    }

    private static Instant known(@Nullable Instant time) {
        return Objects.requireNonNull(time, "the state of a job wants a time that the control database lacks");
    }

    private static int interruptions(JobState state) {
        return switch (state.id()) {
            case QUEUED -> ((JobState.Queued) state).interruptions();
            case RUNNING -> ((JobState.Running) state).interruptions();
            default -> 0;
        };
    }

    private void execute(String what, String sql, @Nullable Object... values) {
        withConnection(what, connection -> {
            try (PreparedStatement statement = prepare(connection, sql, values)) {
                return statement.executeUpdate();
            }
        });
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int index = 0; index < values.length; index++) {
            Object value = values[index];
            statement.setObject(index + 1, value instanceof Instant time ? time.toString() : value);
        }
        return statement;
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T withConnection(String what, Work<T> work) {
        try (Connection connection = control.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new JobStoreException("The control database could not " + what + ": " + e.getMessage(), e);
        }
    }
}
