package org.fscensus.sqlite;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The image of a b-tree page that is being filled: cells from the end of the page down, their pointers upwards. */
final class TreePage {
    static final int INTERIOR_INDEX = 2;
    static final int INTERIOR_TABLE = 5;
    static final int LEAF_INDEX = 10;
    static final int LEAF_TABLE = 13;

    private static final int LEAF_HEADER = 8;
    private static final int INTERIOR_HEADER = 12;
    private static final int COUNT = 3;
    private static final int CONTENT = 5;
    private static final int RIGHT_CHILD = 8;
    private static final int POINTER = 2;
    private static final int CHILD = 4;
    private static final int LEAST_CELL = 4;

    private final byte[] bytes;
    private final ByteBuffer view;
    private final int type;
    private final int spared;
    private int pointersEnd;
    private int content;
    private int cells;
    private int lastLength;

    /** @param spared bytes that are left free, so that the page fits where the file's header has its place too */
    TreePage(int pageBytes, int type, int spared) {
        bytes = new byte[pageBytes];
        view = ByteBuffer.wrap(bytes);
        this.type = type;
        this.spared = spared;
        clear();
    }

    void clear() {
        pointersEnd = isLeaf() ? LEAF_HEADER : INTERIOR_HEADER;
        content = bytes.length;
        cells = 0;
    }

    private boolean isLeaf() {
        return type >= LEAF_INDEX;
    }

    /** Adds a cell of a leaf; false if it does not fit. */
    boolean add(byte[] source, int from, int to) {
        int length = to - from;
        int at = place(length);
        if (at < 0) {
            return false;
        }
        System.arraycopy(source, from, bytes, at, length);
        return true;
    }

    /** Adds a child with the key that comes after it to an interior page; false if it does not fit. */
    boolean add(int child, byte[] source, int from, int to) {
        int length = CHILD + to - from;
        int at = place(length);
        if (at < 0) {
            return false;
        }
        view.putInt(at, child);
        System.arraycopy(source, from, bytes, at + CHILD, length - CHILD);
        return true;
    }

    private int place(int length) {
        int at = content - Math.max(length, LEAST_CELL);
        if (at < pointersEnd + POINTER + spared) {
            return -1;
        }
        view.putShort(pointersEnd, (short) at);
        pointersEnd += POINTER;
        content = at;
        cells++;
        lastLength = length;
        return at;
    }

    /** Takes off the cell that was added last, at once after it was; {@link #removedChild} and the result describe it. */
    byte[] removeLast() {
        int from = content + (isLeaf() ? 0 : CHILD);
        byte[] key = Arrays.copyOfRange(bytes, from, content + lastLength);
        if (!isLeaf()) {
            removedChild = view.getInt(content);
        }
        content += Math.max(lastLength, LEAST_CELL);
        pointersEnd -= POINTER;
        cells--;
        return key;
    }

    private int removedChild;

    /** Of an interior page, the child of the cell that {@link #removeLast} took off. */
    int removedChild() {
        return removedChild;
    }

    int rightChild() {
        return view.getInt(RIGHT_CHILD);
    }

    void setRightChild(int page) {
        view.putInt(RIGHT_CHILD, page);
    }

    /** The page as it is to be written. */
    byte[] image() {
        bytes[0] = (byte) type;
        bytes[1] = 0;
        bytes[2] = 0;
        view.putShort(COUNT, (short) cells);
        // 65,536 is told as 0, by itself.
        view.putShort(CONTENT, (short) content);
        bytes[CONTENT + 2] = 0;
        Arrays.fill(bytes, pointersEnd, content, (byte) 0);
        return bytes;
    }

    /** The page as it is to be written where its header does not begin at 0 but at {@code shift}, at most what is spared. */
    byte[] shiftedImage(int shift) {
        byte[] image = image();
        byte[] shifted = image.clone();
        System.arraycopy(image, 0, shifted, shift, pointersEnd);
        Arrays.fill(shifted, 0, shift, (byte) 0);
        return shifted;
    }
}
