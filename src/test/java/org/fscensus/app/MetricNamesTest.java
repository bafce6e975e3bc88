package org.fscensus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MetricNamesTest {
    @Test
    void findsTheMetricsAndLabelsOfAnExpression() {
        assertThat(MetricNames.asked(
                        "histogram_quantile(0.95, sum by (job, le) (rate(q_bucket{a=~\"b|c\", d=\"{e}\"}[15m])))"
                                + " > 2 and on (x) f:g_total offset 30m >= 1e9 unless h{}"))
                .isEqualTo(Map.of(
                        "",
                        Set.of("job", "le", "x"),
                        "q_bucket",
                        Set.of("a", "d"),
                        "f:g_total",
                        Set.of(),
                        "h",
                        Set.of()));
    }

    @Test
    void saysWhatAnExpositionLacks() {
        Map<String, Set<String>> there = new TreeMap<>();
        MetricNames.read("# HELP a_total x\na_total{b=\"c,d=\\\"e\\\"\"} 1.0\nf 2E9\n", there);
        assertThat(MetricNames.missing("sum by (b, instance) (a_total{b=\"x\", job=\"y\"}) / f", there))
                .isEmpty();
        assertThat(MetricNames.missing("sum by (z) (a_total{d=\"x\"}) / g", there))
                .containsExactly("a_total{d}", "g", "z");
    }
}
