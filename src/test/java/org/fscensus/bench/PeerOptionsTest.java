package org.fscensus.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerOptionsTest {
    @Test
    void theLastOfANameWins() {
        PeerOptions options = PeerOptions.parse(
                "--data", "script", "--runs", "1", "--log", "pom.xml", "--data", "own", "--runs", "4");

        assertThat(options.data()).isEqualTo(Path.of("own"));
        assertThat(options.runs()).isEqualTo(4);
        assertThat(options.log()).isEqualTo(Path.of("pom.xml"));
        assertThat(options.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @ParameterizedTest
    @CsvSource({
        "--log pom.xml --thread 2, unknown: --thread",
        "--log pom.xml --runs, every option needs a value",
        "--log pom.xml --runs 0, '--runs must be a number from 1, not 0'",
        "--log pom.xml --threads two, '--threads must be a number from 1, not two'",
        "--runs 1, '--log must be a file, not null'",
        "--log none, '--log must be a file, not none'",
    })
    void anythingElseIsRefused(String arguments, String complaint) {
        assertThatThrownBy(() -> PeerOptions.parse(arguments.split(" ", -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(complaint);
    }
}
