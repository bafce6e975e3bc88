package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameGlobTest {

    @ParameterizedTest
    @CsvSource({
        "a%2Ab, a*b, axb",
        "a%3Fb, a?b, axb",
        "%5Bab], [ab], a",
        "*%2A, x*, xy",
        "caf%C3%A9, caf\u00e9, cafe",
        "[%2A], *, x",
        "[a%5D], ], a]",
        "[%5E], ^, a",
        "[%5Ea], a, b",
        "[a%2Dc], -, b",
        "[!%5D], x, ]",
        "[]%2D], -, a",
        "[%41-%43], B, b",
        "[!a-c], d, b",
        "%2, %2, x",
        "[a, [a, a"
    })
    void anEscapeStandsForItsByteAlone(String pattern, String match, String other) throws SQLException {
        assertThat(matches(pattern, match, false)).as(match).isTrue();
        assertThat(matches(pattern, other, false)).as(other).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"%41b, aB, cb", "[%41-%43], b, d", "%5BA], [a], a", "\u00c9%2A, \u00e9*, \u00e9x"})
    void anEscapedLetterHasNoCaseWhereNoneHas(String pattern, String match, String other) throws SQLException {
        assertThat(matches(pattern, match, true)).as(match).isTrue();
        assertThat(matches(pattern, other, true)).as(other).isFalse();
    }

    private static boolean matches(String pattern, String name, boolean ignoreCase) throws SQLException {
        String sql = "SELECT " + (ignoreCase ? "lower(CAST(? AS TEXT))" : "CAST(? AS TEXT)") + " GLOB CAST(? AS TEXT)";
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setBytes(1, name.getBytes(StandardCharsets.UTF_8));
            query.setBytes(2, NameGlob.toSqlite(pattern, ignoreCase));
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
