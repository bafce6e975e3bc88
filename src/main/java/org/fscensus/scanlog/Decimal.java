package org.fscensus.scanlog;

/** The decimal number read last, and where it ended. Not thread-safe. */
final class Decimal {
    long value;

    /** One past the number's last digit. */
    int end;

    /**
     * Reads the digits at {@code from}.
     *
     * @param bytes can be read for 17 bytes and the number's own behind it, which something ends that is no digit
     * @return whether there are any, and what they stand for is below 2^63
     */
    boolean read(byte[] bytes, int from) {
        long word = Digits.word(bytes, from);
        int count = Digits.count(word);
        if (count < 8) {
            end = from + count;
            value = Digits.value(word, count);
            return count > 0;
        }
        long second = Digits.word(bytes, from + 8);
        int more = Digits.count(second);
        if (more == 8) {
            return readLong(bytes, from);
        }
        end = from + 8 + more;
        value = Digits.value(word, second, more);
        return true;
    }

    /** As {@link #read}, but up to 2^64; from 2^63 on the value is negative. */
    boolean readUnsigned(byte[] bytes, int from) {
        if (read(bytes, from)) {
            return true;
        }
        int at = from;
        long number = 0;
        boolean fits = true;
        while (bytes[at] >= '0' && bytes[at] <= '9') {
            int digit = bytes[at] - '0';
            fits &= Long.compareUnsigned(number, Long.divideUnsigned(-1 - digit, 10)) <= 0;
            number = number * 10 + digit;
            at++;
        }
        end = at;
        value = number;
        return fits && at > from;
    }

    /** As {@link #read}, for sixteen digits and more. */
    private boolean readLong(byte[] bytes, int from) {
        int at = from;
        long number = 0;
        boolean fits = true;
        while (bytes[at] >= '0' && bytes[at] <= '9') {
            int digit = bytes[at] - '0';
            fits &= number <= (Long.MAX_VALUE - digit) / 10;
            number = number * 10 + digit;
            at++;
        }
        end = at;
        value = number;
        return fits;
    }
}
