package org.fscensus.walk;

import com.sun.jna.Pointer;
import java.util.function.IntUnaryOperator;

/**
 * The kernel's calls, of which some fail, or whose directories do not tell what their entries are. Faults are functions
 * of the number of the call, from 1: the errno, or 0 where the call is made.
 */
final class FaultyCalls implements SystemCalls {
    private static final int LENGTH_AT = 16;
    private static final int TYPE_AT = 18;

    IntUnaryOperator openFault = call -> 0;
    IntUnaryOperator listFault = call -> 0;
    IntUnaryOperator statFault = call -> 0;
    boolean typesUnknown;

    private int opened;
    private int listed;
    private int asked;

    /** Descriptors that are open now. */
    int open;

    @Override
    public synchronized int openat(int directory, long name, int flags) {
        return opened(() -> Linux.CALLS.openat(directory, name, flags));
    }

    @Override
    public synchronized int openat2(int directory, long path, long how) {
        return opened(() -> Linux.CALLS.openat2(directory, path, how));
    }

    private int opened(java.util.function.IntSupplier call) {
        int errno = openFault.applyAsInt(++opened);
        int result = errno == 0 ? call.getAsInt() : -errno;
        open += result >= 0 ? 1 : 0;
        return result;
    }

    @Override
    public synchronized int getdents64(int directory, long buffer, int length) {
        int errno = listFault.applyAsInt(++listed);
        int result = errno == 0 ? Linux.CALLS.getdents64(directory, buffer, length) : -errno;
        for (int at = 0; typesUnknown && at < result; ) {
            Pointer entry = new Pointer(buffer + at);
            entry.setByte(TYPE_AT, (byte) 0);
            at += entry.getShort(LENGTH_AT) & 0xffff;
        }
        return result;
    }

    @Override
    public synchronized int statx(int directory, long name, int flags, int mask, long status) {
        int errno = statFault.applyAsInt(++asked);
        return errno == 0 ? Linux.CALLS.statx(directory, name, flags, mask, status) : -errno;
    }

    @Override
    public synchronized void close(int descriptor) {
        open--;
        Linux.CALLS.close(descriptor);
    }
}
