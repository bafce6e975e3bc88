package org.fscensus.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkGuardTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.8.7", "localhost", "Localhost", "::1", "[::1]"})
    void startsOnLoopback(String host) {
        assertThatCode(() -> NetworkGuard.checkSettings(host, false)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "[::]", "10.1.2.3", "census.example.org", "localhost.", "", "127.1"})
    void refusesToStartWhereOthersCouldReachIt(String host) {
        assertThatThrownBy(() -> NetworkGuard.checkSettings(host, false))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("quarkus.http.host is '" + host + "'")
                .hasMessageContaining("Set it to 127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "census.example.org"})
    void startsAnywhereWithTokens(String host) {
        assertThatCode(() -> NetworkGuard.checkSettings(host, true)).doesNotThrowAnyException();
    }
}
