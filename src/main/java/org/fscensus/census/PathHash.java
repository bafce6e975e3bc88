package org.fscensus.census;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * Two independent 64-bit hashes of a path, keyed with a secret: users choose the names of their directories, and must not
 * be able to choose two that collide. The second half of a 128-bit product is folded into the first for every eight
 * bytes (the construction of wyhash and of Java's own {@code Math.multiplyHigh} examples).
 *
 * <p>Immutable, thread-safe. No figure of a census depends on the secret.
 */
final class PathHash {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long seedA;
    private final long seedB;
    private final long keyA;
    private final long keyB;
    private final long mask;

    private PathHash(SecureRandom random, long mask) {
        seedA = random.nextLong();
        seedB = random.nextLong();
        keyA = random.nextLong() | 1;
        keyB = random.nextLong() | 1;
        this.mask = mask;
    }

    /** With a new secret. */
    static PathHash create() {
        return new PathHash(new SecureRandom(), -1);
    }

    /** Of which only some bits are left, so that collisions happen: for tests of what happens then. */
    static PathHash weak(int bits) {
        return new PathHash(new SecureRandom(), (1L << bits) - 1);
    }

    /** The first hash of {@code bytes[from..to)}; eight bytes behind {@code to} can be read. */
    long a(byte[] bytes, int from, int to) {
        return hash(bytes, from, to, seedA, keyA) & mask;
    }

    /** The second hash. */
    long b(byte[] bytes, int from, int to) {
        return hash(bytes, from, to, seedB, keyB) & mask;
    }

    private static long hash(byte[] bytes, int from, int to, long seed, long key) {
        long hash = seed ^ (to - from);
        int at = from;
        for (; at + 8 <= to; at += 8) {
            hash = mix(hash ^ (long) LONG.get(bytes, at), key);
        }
        int left = to - at;
        if (left > 0) {
            hash = mix(hash ^ ((long) LONG.get(bytes, at) & (-1L >>> (64 - 8 * left))), key);
        }
        return mix(hash, key ^ seed);
    }

    private static long mix(long x, long key) {
        return Math.multiplyHigh(x, key) ^ (x * key);
    }
}
