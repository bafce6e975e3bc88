package org.fscensus.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fscensus.pipeline.Phase;
import org.junit.jupiter.api.Test;

/** Imports as the page shows them, and those that it asks for. */
@QuarkusTest
@TestProfile(DemoService.class)
class JobsPageTest extends PageTest {
    @Test
    void jobsAreSeenRunningAndWaitingAndCanBeCancelled() throws Exception {
        Path log = data.resolve("incoming").resolve("20260110_csfs3_busy.list.list_all.log");
        writeLog(log, 20_000, 400_000);
        for (int job = 0; job < 3; job++) {
            DemoService.submit(log);
        }
        try (Visit visit = visit()) {
            visit.open("/jobs");
            Locator running =
                    visit.page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Import of busy"));
            assertThat(running.getByRole(AriaRole.PROGRESSBAR)).hasCount(Phase.values().length);
            visit.table("Waiting")
                    .locator("tbody tr")
                    .last()
                    .getByRole(AriaRole.BUTTON)
                    .click();
            Locator cancelled = visit.table("Finished")
                    .locator("tbody tr")
                    .filter(new Locator.FilterOptions().setHas(visit.page.locator(".cancelled")));
            assertThat(cancelled).hasCount(1);
            assertThat(cancelled).containsText("busy");
            assertThat(visit.table("Finished")
                            .locator("tbody tr")
                            .filter(new Locator.FilterOptions().setHasText("busy")))
                    .hasCount(3, new LocatorAssertions.HasCountOptions().setTimeout(60_000));
        } finally {
            Files.delete(log);
        }
    }

    @Test
    void aJobIsCheckedThenSubmittedAndFollowed() throws Exception {
        Path log = data.resolve("incoming").resolve("form.log");
        Files.copy(data.resolve("incoming").resolve("20260115_csfs1_science.list.list_all.log"), log);
        try (Visit visit = visit()) {
            visit.open("/jobs");
            assertThat(visit.page.locator(".connection")).hasText("Live");
            visit.page.getByText("Import a scan").click();
            visit.page
                    .getByLabel("Path", new Page.GetByLabelOptions().setExact(true))
                    .fill("nowhere.log");
            visit.button("Check first").click();
            assertThat(visit.page.locator(".job-form .failed")).containsText("nowhere.log");
            visit.page
                    .getByLabel("Path", new Page.GetByLabelOptions().setExact(true))
                    .fill(log.toString());
            visit.page.getByLabel("File system").fill("formed");
            assertThat(visit.button("Import")).isDisabled();
            visit.button("Check first").click();
            assertThat(visit.page.locator(".dry-run")).containsText("would go well");
            visit.button("Import").click();
            assertThat(visit.page.locator(".accepted")).containsText("formed");
            Locator row = visit.table("Finished").locator("tbody tr").first();
            assertThat(row).containsText("formed");
            assertThat(row).containsText("succeeded");
        }
    }

    @Test
    void anUploadTellsItsRejectedLines() throws Exception {
        Path log = data.resolve("20260115_here_uploaded.list.list_all.log");
        List<String> lines = Files.readAllLines(
                data.resolve("incoming").resolve("20260115_csfs1_science.list.list_all.log"),
                StandardCharsets.ISO_8859_1);
        lines.add(100, "<1> 4711 65537 0  s=what a=1 u=0 g=0 m=FAu p=-rw-r--r-- -- /<b>bold</b>");
        Files.write(log, lines, StandardCharsets.ISO_8859_1);
        try (Visit visit = visit()) {
            visit.open("/jobs");
            visit.page.getByText("Import a scan").click();
            visit.page.getByLabel("A log on this computer").check();
            visit.page.locator("input[type=file]").setInputFiles(log);
            visit.button("Upload and import").click();
            visit.link("the import of uploaded").click();
            assertThat(visit.page.locator(".badge")).hasText("succeeded");
            assertThat(visit.table("Rejected lines, a sample")).containsText("/<b>bold</b>");
            assertThat(visit.table("Rejected lines, a sample").locator("b")).hasCount(0);
        }
    }

    @Test
    void withoutTheEventStreamJobsAreAskedFor() {
        try (Visit visit = visit()) {
            visit.page.route("**/api/v1/events", route -> route.abort());
            visit.open("/jobs");
            assertThat(visit.page.locator(".connection")).hasText("Asking every few seconds");
            assertThat(visit.table("Finished")).containsText("science");
            visit.page.unroute("**/api/v1/events");
            assertThat(visit.page.locator(".connection")).hasText("Live");
        }
    }
}
