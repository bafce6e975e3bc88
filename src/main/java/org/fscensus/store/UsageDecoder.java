package org.fscensus.store;

/** Reads what {@link UsageEncoder} wrote. One thread. */
public final class UsageDecoder {
    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    private int code;
    private long files;
    private long allocated;

    /** Reads {@code source[from, to)} from now on. */
    public void reset(byte[] source, int from, int to) {
        bytes = source;
        at = from;
        end = to;
    }

    /**
     * An unsigned number.
     *
     * @throws CorruptUsageException if the bytes end within it, here and below
     */
    public long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at >= end) {
                throw new CorruptUsageException("ends within a number");
            }
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new CorruptUsageException("has a number that never ends");
    }

    /** Bytes. */
    public long size() {
        return UsageEncoder.longSize(number());
    }

    /** Moves to the next cell; false at the end. */
    public boolean nextCell() {
        if (at >= end) {
            return false;
        }
        long head = number();
        code = (int) (head >>> 1);
        files = (head & 1) == 0 ? 1 : number();
        allocated = size();
        return true;
    }

    /** Of the present cell: its age and its size in one. */
    public int code() {
        return code;
    }

    /** Files of the present cell. */
    public long files() {
        return files;
    }

    /** Allocated bytes of the present cell. */
    public long allocatedBytes() {
        return allocated;
    }

    /** Where it is in the array. */
    int position() {
        return at;
    }

    void skip(long count) {
        if (count < 0 || count > end - at) {
            throw new CorruptUsageException("ends within its cells");
        }
        at += (int) count;
    }

    boolean atEnd() {
        return at == end;
    }
}
