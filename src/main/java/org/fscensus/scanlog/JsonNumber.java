package org.fscensus.scanlog;

/** A number of a JSON document, whole or not. Not thread-safe. */
final class JsonNumber {
    boolean negative;
    /** Whether a fraction was cut off. */
    boolean fraction;

    boolean exponent;

    /** Whether its size is not below 2^64. */
    private boolean tooLarge;

    /** The digits before a fraction; unsigned. */
    private long magnitude;

    void begin() {
        negative = false;
        fraction = false;
        exponent = false;
        tooLarge = false;
        magnitude = 0;
    }

    void digit(int digit) {
        tooLarge |= Long.compareUnsigned(magnitude, Long.divideUnsigned(-1L - digit, 10)) > 0;
        magnitude = magnitude * 10 + digit;
    }

    /** Whether it is a whole number from 0 to that. */
    boolean isUpTo(long largest) {
        return isUnsigned() && magnitude >= 0 && magnitude <= largest;
    }

    /** Whether it is a whole number from 0 up to 2^64 - 1; above 2^63 - 1 its value is negative. */
    boolean isUnsigned() {
        return !(negative && magnitude != 0) && !fraction && !exponent && !tooLarge;
    }

    /** Whether its lowest 32 bits are a user or group: as they are, or by a program that took them for signed. */
    boolean isAccount() {
        boolean whole = !fraction && !exponent && !tooLarge && !(negative && magnitude < 0);
        return whole && (value() >>> 32 == 0 || value() >> 31 == -1);
    }

    /** Whether it can be a time: a number of seconds, the fraction aside. */
    boolean isSeconds() {
        return !exponent && !tooLarge && magnitude >= 0;
    }

    long value() {
        return negative ? -magnitude : magnitude;
    }
}
