package org.fscensus.reference;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.SortedMap;
import org.fscensus.reference.CensusFigures.Amount;
import org.fscensus.reference.CensusFigures.Cell;
import org.fscensus.reference.CensusFigures.Directory;
import org.fscensus.reference.CensusFigures.Holding;
import org.fscensus.reference.CensusFigures.Summary;
import org.fscensus.reference.CensusFigures.Totals;
import org.jspecify.annotations.Nullable;

/** Writes a census into the documented relations as plain tables, without indexes, names of accounts or metadata. */
public final class ReferenceDatabase {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final String SCHEMA = """
            CREATE TABLE directories(dir_id INTEGER PRIMARY KEY, parent_id, name TEXT, depth, listed, uid, gid);
            CREATE TABLE directory_stats(dir_id INTEGER PRIMARY KEY,
              file_count_nr, total_size_nr, apparent_size_nr, dir_count_nr, max_atime_nr,
              file_count_r, total_size_r, apparent_size_r, dir_count_r, max_atime_r, owner_uid, owner_gid);
            CREATE TABLE owner_summary(owner_uid, total_size, apparent_size, total_files, directory_count);
            CREATE TABLE group_summary(owner_gid, total_size, apparent_size, total_files, directory_count);
            CREATE TABLE access_histogram(owner_uid, bucket_index, file_count, total_size);
            CREATE TABLE size_histogram(owner_uid, bucket_index, file_count, total_size);
            CREATE TABLE usage(dir_id, owner_uid, owner_gid, apparent_size, cells);
            """;

    private final Connection database;

    private ReferenceDatabase(Connection database) {
        this.database = database;
    }

    /** Writes a new file. */
    public static void write(CensusFigures census, Path file) throws SQLException {
        try (Connection database =
                DriverManager.getConnection("jdbc:sqlite:" + file + "?journal_mode=OFF&synchronous=OFF")) {
            database.setAutoCommit(false);
            ReferenceDatabase writer = new ReferenceDatabase(database);
            try (Statement statement = database.createStatement()) {
                for (String table : SCHEMA.split(";\n", -1)) {
                    if (!table.isBlank()) {
                        statement.execute(table);
                    }
                }
            }
            for (Directory directory : census.directories()) {
                writer.write(directory);
            }
            writer.writeSummaries("owner_summary", census.owners());
            writer.writeSummaries("group_summary", census.groups());
            writer.writeCells("access_histogram", census.ages());
            writer.writeCells("size_histogram", census.sizes());
            writer.writeUsage(census);
            database.commit();
        }
    }

    private void write(Directory directory) throws SQLException {
        try (PreparedStatement row =
                database.prepareStatement("INSERT INTO directories VALUES (?, ?, CAST(? AS TEXT), ?, ?, ?, ?)")) {
            row.setLong(1, directory.id());
            row.setObject(2, directory.parentId());
            row.setBytes(3, directory.name().getBytes(StandardCharsets.ISO_8859_1));
            row.setLong(4, directory.depth());
            row.setInt(5, directory.listed() ? 1 : 0);
            row.setObject(6, directory.uid());
            row.setObject(7, directory.gid());
            row.executeUpdate();
        }
        Totals direct = directory.direct();
        Totals all = directory.recursive();
        insert(
                "directory_stats",
                directory.id(),
                direct.files(),
                direct.allocated(),
                direct.apparent(),
                direct.directories(),
                time(direct.lastAccess()),
                all.files(),
                all.allocated(),
                all.apparent(),
                all.directories(),
                time(all.lastAccess()),
                owner(directory.ownerUid()),
                owner(directory.ownerGid()));
    }

    private void writeSummaries(String table, SortedMap<Long, Summary> summaries) throws SQLException {
        for (var entry : summaries.entrySet()) {
            Summary summary = entry.getValue();
            insert(
                    table,
                    entry.getKey(),
                    summary.allocated(),
                    summary.apparent(),
                    summary.files(),
                    summary.directories());
        }
    }

    private void writeCells(String table, SortedMap<Cell, Amount> cells) throws SQLException {
        for (var entry : cells.entrySet()) {
            Cell cell = entry.getKey();
            Amount amount = entry.getValue();
            insert(table, cell.uid(), cell.bucket(), amount.files(), amount.allocated());
        }
    }

    private void writeUsage(CensusFigures census) throws SQLException {
        for (var entry : census.apparent().entrySet()) {
            Holding holding = entry.getKey();
            ByteBuffer cells = ByteBuffer.allocate(1 << 12);
            census.usage().forEach((cell, amount) -> {
                if (cell.holding().equals(holding)) {
                    UsageNumbers.putNumber(cells, 2L * (cell.age() * 10 + cell.size()) + (amount.files() == 1 ? 0 : 1));
                    if (amount.files() != 1) {
                        UsageNumbers.putNumber(cells, amount.files());
                    }
                    UsageNumbers.putSize(cells, amount.allocated());
                }
            });
            byte[] written = Arrays.copyOf(cells.array(), cells.position());
            insert("usage", holding.dirId(), holding.uid(), holding.gid(), entry.getValue(), written);
        }
    }

    private void insert(String table, @Nullable Object... values) throws SQLException {
        String marks = "?, ".repeat(values.length - 1) + "?";
        try (PreparedStatement row = database.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
            for (int i = 0; i < values.length; i++) {
                row.setObject(i + 1, values[i]);
            }
            row.executeUpdate();
        }
    }

    private static @Nullable String time(@Nullable Long epochSecond) {
        return epochSecond == null ? null : TIME.format(Instant.ofEpochSecond(epochSecond));
    }

    private static @Nullable Long owner(long owner) {
        return owner == CensusFigures.SEVERAL_OWNERS ? null : owner;
    }
}
