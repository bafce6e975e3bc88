package org.fscensus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "LocalHost:8080",
                "localhost:1",
                "localhost:65535",
                "127.0.0.1",
                "127.0.0.1:8080",
                "127.255.255.254:8080",
                "[::1]",
                "[::1]:8080",
                "[0:0:0:0:0:0:0:1]:8080"
            })
    void letsLoopbackHostsPass(String host) {
        assertThat(LoopbackRules.judge(List.of(host), List.of(), List.of(), false))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost.",
                "localhost.:8080",
                "localhost.evil.com",
                "evil.com",
                "evil.localhost",
                "notlocalhost",
                "127.0.0.1.nip.io",
                "127.0.0.1.nip.io:8080",
                "127.0.0.1.",
                "127.0.0",
                "127.1",
                "127.0.0.256",
                "127.0.0.01",
                "127.0.0.0x1",
                "2130706433",
                "0x7f000001",
                "128.0.0.1",
                "0.0.0.0",
                "10.0.0.1",
                "1127.0.0.1",
                "::1",
                "::1:8080",
                "[::1",
                "::1]",
                "[[::1]]",
                "[::1].evil.com",
                "[::1]x:80",
                "[::2]",
                "[::]",
                "[::1%25eth0]",
                "[::ffff:127.0.0.1]",
                "[127.0.0.1]",
                "[localhost]",
                "user@localhost",
                "localhost@evil.com",
                "localhost:80@evil.com",
                "evil.com#localhost",
                "localhost/..",
                "localhost:",
                "localhost:0",
                "localhost:65536",
                "localhost:999999",
                "localhost:-1",
                "localhost:80:80",
                "localhost:8o80",
                "localhost, evil.com",
                "localhost evil.com",
                "localhost\t",
                "\u017focalhost",
                "loca\u217chost",
                "127.0.0.\u0661"
            })
    void refusesEveryOtherHost(String host) {
        assertThat(LoopbackRules.judge(List.of(host), List.of(), List.of(), false))
                .satisfies(refusal -> {
                    assertThat(refusal.status()).isEqualTo(421);
                    assertThat(refusal.detail()).contains("Host").contains("127.0.0.1");
                });
    }

    @Test
    void refusesARequestWithoutHostOrWithSeveral() {
        for (List<String> hosts : List.of(List.<String>of(), List.of("localhost", "localhost"))) {
            assertThat(LoopbackRules.judge(hosts, List.of(), List.of(), false))
                    .extracting(LoopbackRules.Refusal::status)
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, http://localhost:8080, false",
        "localhost:8080, http://127.0.0.1:8080, false",
        "localhost:8080, HTTP://LOCALHOST:8080, false",
        "127.0.0.1:8080, http://[::1]:8080, false",
        "localhost, http://localhost, false",
        "localhost:80, http://localhost, false",
        "localhost, https://localhost, true",
        "localhost:443, https://localhost, true",
    })
    void letsItsOwnPagesPass(String host, String origin, boolean tls) {
        assertThat(LoopbackRules.judge(List.of(host), List.of(origin), List.of("same-origin"), tls))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "https://evil.com",
                "http://evil.com:8080",
                "http://localhost:8081",
                "http://localhost",
                "https://localhost",
                "http://localhost.evil.com:8080",
                "http://127.0.0.1.nip.io:8080",
                "http://localhost:8080.evil.com",
                "http://localhost:8080@evil.com",
                "http://evil.com:8080@localhost:8080",
                "http://localhost:8080/",
                "http://localhost:8080 http://evil.com",
                "file://localhost:8080",
                "chrome-extension://localhost:8080",
                "localhost:8080",
                "//localhost:8080"
            })
    void refusesPagesOfOthers(String origin) {
        assertThat(LoopbackRules.judge(List.of("localhost:8080"), List.of(origin), List.of(), false))
                .satisfies(refusal -> {
                    assertThat(refusal.status()).isEqualTo(403);
                    assertThat(refusal.detail()).contains("page");
                });
    }

    @Test
    void refusesWhenOneOfSeveralOriginsIsForeign() {
        List<String> origins = List.of("http://localhost:8080", "http://evil.com");
        assertThat(LoopbackRules.judge(List.of("localhost:8080"), origins, List.of(), false))
                .extracting(LoopbackRules.Refusal::status)
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"none, true", "same-origin, true", "same-site, true", "cross-site, false", "Cross-Site, false"})
    void refusesWhatAForeignSiteSetOff(String site, boolean passes) {
        assertThat(LoopbackRules.judge(List.of("localhost:8080"), List.of(), List.of(site), false) == null)
                .isEqualTo(passes);
    }

    @Test
    void quotesAHostileHeaderWithoutItsControlCharactersAndShortened() {
        String host = "evil\r\nX: y\u001b[31m" + "a".repeat(500);
        assertThat(LoopbackRules.judge(List.of(host), List.of(), List.of(), false))
                .satisfies(refusal -> assertThat(refusal.detail())
                        .doesNotContain("\r", "\n", "\u001b")
                        .hasSizeLessThan(400));
    }
}
