package org.fscensus.walk;

import java.util.Arrays;

/**
 * A directory that is to be read, is being read, or has something below it that is to be read. Paths are kept as names
 * with a link to the parent, so that however deep and long they are, a directory costs the length of its own name.
 * Immutable.
 */
final class Directory {
    /** Itself for the root, so that nothing has to ask for null. */
    private final Directory parent;

    private final byte[] name;
    private final int pathLength;
    private final int depth;
    private final long device;
    private final long inode;

    /**
     * The root of a walk.
     *
     * @param path without a slash at its end; empty for {@code /}
     */
    Directory(byte[] path, long device, long inode) {
        parent = this;
        name = path;
        pathLength = path.length;
        depth = 0;
        this.device = device;
        this.inode = inode;
    }

    Directory(Directory parent, byte[] name, long device, long inode) {
        this.parent = parent;
        this.name = name;
        pathLength = Math.addExact(parent.pathLength, 1 + name.length);
        depth = parent.depth + 1;
        this.device = device;
        this.inode = inode;
    }

    boolean isRoot() {
        return parent == this;
    }

    Directory parent() {
        return parent;
    }

    /** How many directories up the root is. */
    int depth() {
        return depth;
    }

    /** In bytes, without a slash at the end. */
    int pathLength() {
        return pathLength;
    }

    boolean is(long otherDevice, long otherInode) {
        return device == otherDevice && inode == otherInode;
    }

    long device() {
        return device;
    }

    /** Puts the path into {@code target} from {@code at} on. */
    void writePath(byte[] target, int at) {
        Directory root = writeNames(target, at + pathLength, 0);
        System.arraycopy(root.name, 0, target, at, root.name.length);
    }

    byte[] path() {
        byte[] path = new byte[pathLength];
        writePath(path, 0);
        return path;
    }

    /** The path from a directory above, without a slash in front. */
    byte[] pathFrom(Directory ancestor) {
        byte[] path = new byte[pathLength - ancestor.pathLength];
        writeNames(path, path.length, ancestor.depth);
        return Arrays.copyOfRange(path, 1, path.length);
    }

    /** Puts names, each with a slash in front, before {@code end}, and returns the directory whose name is not there. */
    private Directory writeNames(byte[] target, int end, int downToDepth) {
        int at = end;
        Directory d = this;
        while (d.depth > downToDepth) {
            at -= d.name.length;
            System.arraycopy(d.name, 0, target, at, d.name.length);
            target[--at] = '/';
            d = d.parent;
        }
        return d;
    }
}
