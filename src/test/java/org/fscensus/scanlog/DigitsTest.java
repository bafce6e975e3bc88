package org.fscensus.scanlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigitsTest {
    @Test
    void readsEveryLengthWhateverStandsBehind() {
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            int length = random.nextInt(9);
            StringBuilder digits = new StringBuilder();
            while (digits.length() < length) {
                digits.append(random.nextInt(10));
            }
            byte[] bytes = Arrays.copyOf(digits.toString().getBytes(StandardCharsets.US_ASCII), 16);
            for (int at = length; at < bytes.length; at++) {
                bytes[at] = (byte) random.nextInt(256);
            }
            if (length < 8 && bytes[length] >= '0' && bytes[length] <= '9') {
                bytes[length] = '/';
            }
            long word = Digits.word(bytes, 0);
            assertThat(Digits.count(word)).isEqualTo(length);
            if (length > 0) {
                assertThat(Digits.value(word, length)).isEqualTo(Long.parseLong(digits.toString()));
            }
        }
    }
}
