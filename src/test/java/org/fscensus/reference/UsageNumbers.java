package org.fscensus.reference;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/** The numbers of the usage relation, read and written as docs/DATABASE.md describes them, and as slowly as that. */
final class UsageNumbers {
    private static final BigInteger BASE = BigInteger.valueOf(128);
    private static final BigInteger SECTOR = BigInteger.valueOf(512);

    private UsageNumbers() {}

    static long number(ByteBuffer bytes) {
        return big(bytes).longValueExact();
    }

    static long size(ByteBuffer bytes) {
        BigInteger[] half = big(bytes).divideAndRemainder(BigInteger.TWO);
        return (half[1].signum() == 0 ? half[0].multiply(SECTOR) : half[0]).longValueExact();
    }

    private static BigInteger big(ByteBuffer bytes) {
        int next = Byte.toUnsignedInt(bytes.get());
        BigInteger low = BigInteger.valueOf(next % 128);
        return next < 128 ? low : big(bytes).multiply(BASE).add(low);
    }

    static void putNumber(ByteBuffer bytes, long number) {
        put(bytes, BigInteger.valueOf(number));
    }

    static void putSize(ByteBuffer bytes, long size) {
        BigInteger[] sectors = BigInteger.valueOf(size).divideAndRemainder(SECTOR);
        put(
                bytes,
                sectors[1].signum() == 0
                        ? sectors[0].shiftLeft(1)
                        : BigInteger.valueOf(size).shiftLeft(1).add(BigInteger.ONE));
    }

    private static void put(ByteBuffer bytes, BigInteger number) {
        BigInteger[] split = number.divideAndRemainder(BASE);
        if (split[0].signum() == 0) {
            bytes.put(split[1].byteValue());
        } else {
            bytes.put((byte) (128 + split[1].intValue()));
            put(bytes, split[0]);
        }
    }
}
