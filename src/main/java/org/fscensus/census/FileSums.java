package org.fscensus.census;

import org.fscensus.store.Saturated;

/** What a run of files of one directory adds up to, collected by one worker before it touches the shared record. */
final class FileSums {
    long count;
    long allocatedBytes;
    long apparentBytes;
    long newestAccess = Long.MIN_VALUE;
    int uidState;
    int uid;
    int gidState;
    int gid;

    void clear() {
        count = 0;
        allocatedBytes = 0;
        apparentBytes = 0;
        newestAccess = Long.MIN_VALUE;
        uidState = DirectoryTable.NONE;
        gidState = DirectoryTable.NONE;
    }

    void add(long allocated, long apparent, long access, int fileUid, int fileGid) {
        count++;
        allocatedBytes = Saturated.sum(allocatedBytes, allocated);
        apparentBytes = Saturated.sum(apparentBytes, apparent);
        newestAccess = Math.max(newestAccess, access);
        uidState = DirectoryTable.merge(uidState, uid, DirectoryTable.SINGLE, fileUid);
        uid = fileUid;
        gidState = DirectoryTable.merge(gidState, gid, DirectoryTable.SINGLE, fileGid);
        gid = fileGid;
    }
}
