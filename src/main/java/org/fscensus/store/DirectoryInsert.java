package org.fscensus.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/** Binds a directory to the parameters of {@link GenerationSchema#INSERT_DIRECTORY}. */
final class DirectoryInsert {
    private DirectoryInsert() {}

    static void bind(PreparedStatement insert, DirectoryRows row) throws SQLException {
        insert.setLong(1, row.dirId());
        setLong(insert, 2, row.parentId(), row.parentId() != 0);
        insert.setBytes(3, row.name());
        insert.setInt(4, row.depth());
        boolean listed = row.listed();
        insert.setInt(5, listed ? 1 : 0);
        setLong(insert, 6, row.uid(), listed);
        setLong(insert, 7, row.gid(), listed);
        insert.setLong(8, row.directFiles());
        insert.setLong(9, row.directAllocatedBytes());
        insert.setLong(10, row.directApparentBytes());
        insert.setLong(11, row.directDirectories());
        setLong(insert, 12, row.directLastAccess(), row.directLastAccess() != DirectoryRows.NO_TIME);
        insert.setLong(13, row.recursiveFiles());
        insert.setLong(14, row.recursiveAllocatedBytes());
        insert.setLong(15, row.recursiveApparentBytes());
        insert.setLong(16, row.recursiveDirectories());
        setLong(insert, 17, row.recursiveLastAccess(), row.recursiveLastAccess() != DirectoryRows.NO_TIME);
        setLong(insert, 18, row.ownerUid(), row.ownerUid() != DirectoryRows.SEVERAL_OWNERS);
        setLong(insert, 19, row.ownerGid(), row.ownerGid() != DirectoryRows.SEVERAL_OWNERS);
    }

    private static void setLong(PreparedStatement insert, int parameter, long value, boolean present)
            throws SQLException {
        if (present) {
            insert.setLong(parameter, value);
        } else {
            insert.setNull(parameter, Types.INTEGER);
        }
    }
}
