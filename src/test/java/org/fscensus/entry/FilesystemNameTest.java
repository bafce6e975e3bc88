package org.fscensus.entry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilesystemNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"asp", "A", "9", "cgd-2.old_x", "all2"})
    void lettersDigitsDotsUnderscoresAndDashesMakeAName(String name) {
        assertThat(FilesystemName.isValid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "-a", "_a", "a/b", "a,b", "a b", "a\n", "\u00e4", "all", "ALL"})
    void nothingElseDoes(String name) {
        assertThat(FilesystemName.isValid(name)).isFalse();
    }

    @Test
    void aNameHasUpTo64Characters() {
        assertThat(FilesystemName.isValid("x".repeat(64))).isTrue();
        assertThat(FilesystemName.isValid("x".repeat(65))).isFalse();
    }

    @Test
    void caseDoesNotCount() {
        assertThat(FilesystemName.key("Asp"))
                .isEqualTo(FilesystemName.key("aSP"))
                .isNotEqualTo("asq");
        assertThat(FilesystemName.isAll("All")).isTrue();
    }
}
