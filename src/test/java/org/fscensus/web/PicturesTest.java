package org.fscensus.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Takes the pictures of {@code docs/images}: {@code mvn test -Dtest=PicturesTest -Dscreenshots=true}. They are at their
 * best with the fonts Inter and DejaVu (Debian: fonts-inter, fonts-dejavu-core).
 */
@QuarkusTest
@TestProfile(DemoService.class)
@EnabledIfSystemProperty(named = "screenshots", matches = "true")
class PicturesTest extends PageTest {
    private static final Path IMAGES = Path.of("docs", "images");
    private static final int LARGEST_BYTES = 200_000;

    @ParameterizedTest
    @CsvSource({
        "overview, /, LIGHT, 1280, 800",
        "explore, /explore/science, LIGHT, 1280, 800",
        "explore-dark, /explore/science?path=/gpfs/csfs1/science/projects/cmip-downscaling&colour=owner, DARK, 1280, 800",
        "explore-phone, /explore/science, LIGHT, 375, 812",
        "who-and-how-old, /usage/science, LIGHT, 1280, 800",
        "where, /where/science?owner=1006&age=1y-, LIGHT, 1280, 800",
        "growth, /growth/science, LIGHT, 1280, 800"
    })
    void viewsLookLikeThis(String name, String view, ColorScheme colours, int width, int height) throws Exception {
        try (Visit visit = visit(options(colours, width, height))) {
            visit.open(view);
            take(visit, name);
        }
    }

    @Test
    void aRunningImportLooksLikeThis() throws Exception {
        Path log = data.resolve("incoming").resolve("20260115_csfs1_scratch.list.list_all.log");
        writeLog(log, 100_000, 1_000_000);
        try (Visit visit = visit(options(ColorScheme.LIGHT, 1280, 800))) {
            visit.open("/jobs");
            DemoService.submit(log);
            assertThat(visit.page.getByRole(AriaRole.PROGRESSBAR, new Page.GetByRoleOptions().setName("Phase scan")))
                    .isVisible();
            assertThat(visit.page.locator(".phases .running .tells")).containsText("left");
            take(visit, "jobs");
            assertThat(visit.table("Finished").locator("tbody tr").first())
                    .containsText("scratch", new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
        } finally {
            Files.delete(log);
        }
    }

    private static Browser.NewContextOptions options(ColorScheme colours, int width, int height) {
        return new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(colours)
                .setReducedMotion(ReducedMotion.REDUCE);
    }

    private static void take(Visit visit, String name) throws Exception {
        byte[] picture = visit.page.screenshot();
        assertThat(picture.length).as("bytes of %s", name).isLessThan(LARGEST_BYTES);
        Files.createDirectories(IMAGES);
        Files.write(IMAGES.resolve(name + ".png"), picture);
    }
}
