package org.fscensus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fscensus.web.DemoService.ask;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everybody can use every view: axe-core finds nothing serious, in light and dark, and a phone has room for it. */
@QuarkusTest
@TestProfile(DemoService.class)
class AccessibilityTest extends PageTest {
    /** What makes the page wider than a width, if anything does. */
    private static final String WIDER =
            "width => document.documentElement.scrollWidth <= width ? '' : [...document.querySelectorAll('main *')]"
                    + ".filter(e => e.getBoundingClientRect().right > width && !e.closest('.scroll, svg'))"
                    + ".map(e => e.outerHTML.slice(0, 200)).join('\\n') || 'something'";

    @ParameterizedTest
    @CsvSource({"LIGHT, 1280", "DARK, 375"})
    void everyViewIsAccessibleAndFitsItsWindow(ColorScheme colours, int width) {
        Browser.NewContextOptions options = new Browser.NewContextOptions()
                .setViewportSize(width, 800)
                .setColorScheme(colours)
                .setReducedMotion(ReducedMotion.REDUCE);
        try (Visit visit = visit(options)) {
            String job = ask("/api/v1/jobs?limit=1").getString("items[0].id");
            for (String view : List.of(
                    "/",
                    "/explore/science?colour=owner",
                    "/explore/science?path=/no/such",
                    "/usage/science",
                    "/where/science?age=1y-",
                    "/growth/science",
                    "/jobs",
                    "/job/" + job)) {
                visit.open(view);
                assertThat(Accessibility.seriousFindings(visit.page)).as(view).isEmpty();
                assertThat(visit.page.evaluate(WIDER, width))
                        .as("wider than the window in %s", view)
                        .isEqualTo("");
            }
        }
    }
}
