package org.fscensus.store;

import java.util.Arrays;

/**
 * A cursor over a census's directories in ascending {@code dir_id}, as the bulk load wants them. One thread. The getters
 * describe the row that the last {@link #next()} moved to.
 *
 * <p>Times are epoch seconds, {@link #NO_TIME} where there is none. Sizes are bytes.
 */
public interface DirectoryRows {
    /** In place of a time: no file, or none with a time. */
    long NO_TIME = Long.MIN_VALUE;

    /** In place of the owner or group of a subtree: no file in it. */
    long NO_OWNER = -1;

    /** In place of the owner or group of a subtree: files of several. */
    long SEVERAL_OWNERS = -2;

    /** How many rows there are in all. */
    long size();

    /** Moves to the next row; false after the last. */
    boolean next();

    /** From 1, without gaps. */
    long dirId();

    /** 0 for the root. */
    long parentId();

    int depth();

    /** Whether the directory had a line of its own; without one it has neither uid nor gid. */
    boolean listed();

    /** The array that has the name's bytes from {@link #nameFrom} up to {@link #nameTo}: {@code /} for the root. */
    byte[] nameBytes();

    int nameFrom();

    int nameTo();

    /** The name's bytes in an array of their own. */
    default byte[] name() {
        return Arrays.copyOfRange(nameBytes(), nameFrom(), nameTo());
    }

    /** Owner of the directory itself, unsigned 32-bit; meaningless where it is not listed. */
    long uid();

    /** Group of the directory itself, unsigned 32-bit; meaningless where it is not listed. */
    long gid();

    /** The directory's own figures: its immediate children. */
    long directFiles();

    long directAllocatedBytes();

    long directApparentBytes();

    long directDirectories();

    long directLastAccess();

    /** The figures of its whole subtree, the directory itself not counted. */
    long recursiveFiles();

    long recursiveAllocatedBytes();

    long recursiveApparentBytes();

    long recursiveDirectories();

    long recursiveLastAccess();

    /** The single uid of all files in the subtree, {@link #NO_OWNER} or {@link #SEVERAL_OWNERS}. */
    long ownerUid();

    /** The single gid of all files in the subtree, {@link #NO_OWNER} or {@link #SEVERAL_OWNERS}. */
    long ownerGid();
}
