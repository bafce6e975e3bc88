package org.fscensus.walk;

/** An entry as a test compares it; the path's bytes are its characters. Times in seconds. */
record SeenEntry(
        String path,
        boolean directory,
        int uid,
        int gid,
        long size,
        long allocated,
        long accessed,
        long modified,
        long inode,
        long device,
        int links) {
    /** Without what reading a directory changes. */
    SeenEntry settled() {
        return directory
                ? new SeenEntry(path, true, uid, gid, size, allocated, 0, modified, inode, device, links)
                : this;
    }
}
