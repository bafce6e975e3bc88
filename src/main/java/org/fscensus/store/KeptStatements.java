package org.fscensus.store;

import io.agroal.api.AgroalDataSourceListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The prepared statements of pooled connections, each kept for as long as its connection is open: preparing one takes
 * longer than most of them take to run. Thread-safe, though each connection has one user at a time.
 */
final class KeptStatements implements AgroalDataSourceListener {
    private static final Logger LOG = System.getLogger(KeptStatements.class.getName());

    private final Map<Connection, Map<String, PreparedStatement>> byConnection = new ConcurrentHashMap<>();

    /** @param connection the database's own, not the pool's wrapper around it */
    PreparedStatement get(Connection connection, String sql) throws SQLException {
        Map<String, PreparedStatement> kept = byConnection.computeIfAbsent(connection, first -> new HashMap<>());
        PreparedStatement known = kept.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            kept.put(sql, known);
        }
        return known;
    }

    /** Closes those of a connection. */
    void close(Connection connection) throws SQLException {
        Map<String, PreparedStatement> kept = byConnection.remove(connection);
        if (kept != null) {
            for (PreparedStatement statement : kept.values()) {
                statement.close();
            }
        }
    }

    /** Connections that have statements. */
    int connections() {
        return byConnection.size();
    }

    @Override
    public void beforeConnectionDestroy(Connection connection) {
        try {
            close(connection);
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "cannot close the statements of a connection that is being closed", e);
        }
    }
}
