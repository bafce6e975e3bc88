package org.fscensus.walk;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;

/**
 * Makes the calling thread one that mode bits keep out, also where tests run as root: Linux has a user of its own for
 * each thread's file accesses.
 */
final class AsNobody implements AutoCloseable {
    private static final int NOBODY = 65534;

    private static final Function SETFSUID = NativeLibrary.getInstance("c").getFunction("setfsuid");

    private final int before;

    AsNobody() {
        before = SETFSUID.invokeInt(new Object[] {NOBODY});
    }

    @Override
    public void close() {
        SETFSUID.invokeInt(new Object[] {before});
    }
}
