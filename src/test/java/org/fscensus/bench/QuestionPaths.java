package org.fscensus.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.fscensus.entry.PathText;

/** Paths of a database to ask about: some at random with those above them, the largest, and the root. */
final class QuestionPaths {
    private static final int RANDOM = 60;
    private static final int LEVELS_ABOVE = 6;
    private static final int LARGEST = 60;

    private QuestionPaths() {}

    /** As text, the same for the same database and seed; the root comes last. */
    static List<String> of(Path database, long seed) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:file:" + database + "?mode=ro")) {
            Set<Long> chosen = new LinkedHashSet<>();
            long directories = number(connection, "SELECT max(dir_id) FROM directories", 0);
            Random random = new Random(seed);
            for (int i = 0; i < RANDOM; i++) {
                long at = 1 + (long) (random.nextDouble() * directories);
                for (int level = 0; level <= LEVELS_ABOVE && at > 1; level++) {
                    chosen.add(at);
                    at = number(connection, "SELECT parent_id FROM directories WHERE dir_id = ?", at);
                }
            }
            try (PreparedStatement largest = connection.prepareStatement(
                            "SELECT dir_id FROM directory_stats ORDER BY total_size_r DESC LIMIT " + LARGEST);
                    ResultSet rows = largest.executeQuery()) {
                while (rows.next()) {
                    chosen.add(rows.getLong(1));
                }
            }
            chosen.remove(1L);
            List<String> paths = new ArrayList<>();
            for (long directory : chosen) {
                paths.add(path(connection, directory));
            }
            paths.add("/");
            return paths;
        }
    }

    private static String path(Connection connection, long directory) throws SQLException {
        List<byte[]> names = new ArrayList<>();
        for (long at = directory; at > 1; ) {
            try (PreparedStatement up = connection.prepareStatement(
                    "SELECT CAST(name AS BLOB), parent_id FROM directories WHERE dir_id = ?")) {
                up.setLong(1, at);
                try (ResultSet row = up.executeQuery()) {
                    names.add(0, row.getBytes(1));
                    at = row.getLong(2);
                }
            }
        }
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        for (byte[] name : names) {
            path.writeBytes("/".getBytes(StandardCharsets.US_ASCII));
            path.writeBytes(name);
        }
        return PathText.encode(path.toByteArray());
    }

    private static long number(Connection connection, String sql, long parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (statement.getParameterMetaData().getParameterCount() > 0) {
                statement.setLong(1, parameter);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.getLong(1);
            }
        }
    }
}
