package org.fscensus.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;
import static org.fscensus.web.DemoService.ask;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fscensus.pipeline.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Imports as the page shows them, and those that it asks for. */
@QuarkusTest
@TestProfile(DemoService.class)
class JobsPageTest extends PageTest {
    /** The other tests look at what they know. */
    @AfterEach
    void deleteWhatWasImported() {
        for (String name : ask("/api/v1/filesystems").getList("items.name", String.class)) {
            if (!List.of("science", "generated").contains(name)) {
                given().delete("/api/v1/filesystems/" + name).then().statusCode(204);
            }
        }
    }

    @Test
    void jobsAreSeenRunningAndWaitingAndCanBeCancelled() throws Exception {
        Path log = data.resolve("incoming").resolve("20260110_csfs3_busy.list.list_all.log");
        writeLog(log, 20_000, 1_200_000);
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
            visit.page.locator("textarea[name=path]").fill("nowhere.log");
            visit.button("Check first").click();
            assertThat(visit.page.locator(".job-form .failed")).containsText("nowhere.log");
            visit.page.locator("textarea[name=path]").fill(log.toString());
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
    void severalLogsAreOneImportWithItsOptions() throws Exception {
        Path incoming = data.resolve("incoming");
        List<String> lines = Files.readAllLines(
                incoming.resolve("20260115_csfs1_science.list.list_all.log"), StandardCharsets.ISO_8859_1);
        for (int part = 0; part < 2; part++) {
            List<String> half = lines.subList(part * lines.size() / 2, (1 + part) * lines.size() / 2);
            Files.write(incoming.resolve("20260115_csfs1_parts.list." + part), half, StandardCharsets.ISO_8859_1);
        }
        try (Visit visit = visit()) {
            visit.open("/jobs");
            visit.page.getByText("Import a scan").click();
            visit.page.locator("textarea[name=path]").fill("20260115_csfs1_parts.list.*");
            visit.page.getByText("More options").click();
            visit.page.getByLabel("Threads that read").fill("1");
            visit.page.getByLabel("Hard links").selectOption("once");
            visit.page
                    .getByLabel("Publish even if there is far less than before")
                    .check();
            visit.button("Check first").click();
            assertThat(visit.page.locator(".dry-run")).containsText("would go well");
            visit.button("Import").click();
            visit.link("the import of parts").click();
            assertThat(visit.page.locator(".badge")).hasText("succeeded");
            assertThat(visit.page.locator("main")).containsText("parts.list.0, ");
            visit.link("All jobs").click();
            assertThat(visit.table("Finished")).containsText("parts.list.0 +1 more");
            JsonPath job = ask("/api/v1/jobs?filesystem=parts");
            assertThat(job.getInt("items[0].options.workers")).isEqualTo(1);
            assertThat(job.getString("items[0].options.hardLinks")).isEqualTo("once");
            assertThat(job.getBoolean("items[0].options.acceptShrink")).isTrue();
        }
    }

    @Test
    void aDirectoryIsWalkedWithWhatIsToBeLeftOut() throws Exception {
        Path tree =
                Files.createDirectories(data.resolve("incoming").resolve("tree").resolve("sub dir"));
        Files.writeString(tree.resolve("kept"), "kept");
        Files.writeString(tree.resolve("left out"), "left");
        try (Visit visit = visit()) {
            visit.open("/jobs?import=directory");
            visit.page
                    .getByLabel("Directory", new Page.GetByLabelOptions().setExact(true))
                    .fill("tree");
            visit.page.getByLabel("File system").fill("tree");
            visit.page.getByText("More options").click();
            visit.page
                    .getByLabel("Leave out", new Page.GetByLabelOptions().setExact(true))
                    .fill("left out\n*.tmp\n");
            visit.page.getByLabel("Leave out what is mounted below it").check();
            visit.button("Check first").click();
            visit.button("Import").click();
            visit.link("the import of tree").click();
            assertThat(visit.page.locator(".badge")).hasText("succeeded");
            JsonPath job = ask("/api/v1/jobs?filesystem=tree");
            assertThat(job.getList("items[0].options.exclude")).isEqualTo(List.of("left out", "*.tmp"));
            assertThat(job.getBoolean("items[0].options.oneFileSystem")).isTrue();
            assertThat(job.getInt("items[0].counters.files")).isEqualTo(1);
        }
    }

    @Test
    void aScanThatHasShrunkCanBePublishedAnyway() throws Exception {
        Path incoming = data.resolve("incoming");
        Path log = incoming.resolve("20260114_csfs1_shrunk.list");
        Path later = incoming.resolve("20260115_csfs1_shrunk.list");
        writeLog(log, 100, 1000);
        writeLog(later, 10, 20);
        DemoService.importLog(log);
        String failed = DemoService.submit(later);
        try (Visit visit = visit()) {
            visit.open("/job/" + failed);
            visit.button("Import again and publish anyway").click();
            assertThat(visit.page.locator(".badge")).hasText("succeeded");
            assertThat(visit.view()).doesNotContain(failed);
            assertThat(visit.page.locator(".warnings")).containsText("acceptShrink");
            assertThat(ask("/api/v1/filesystems/shrunk").getInt("files")).isEqualTo(20);
        }
    }

    @Test
    void ofALargeLogTheBeginningIsEnoughToCheckIt() throws Exception {
        Path log = data.resolve("20260115_here_large.list.list_all.log");
        writeLog(log, 3000, 40_000);
        assertThat(log).satisfies(file -> assertThat(Files.size(file)).isGreaterThan(8 << 20));
        try (Visit visit = visit()) {
            visit.open("/jobs?import=upload");
            visit.page.locator("input[type=file]").setInputFiles(log);
            assertThat(visit.button("Upload and import")).isDisabled();
            visit.button("Check first").click();
            Locator expected = visit.page.locator(".dry-run .stats");
            assertThat(expected).containsText("Files, about");
            assertThat(visit.page.locator(".dry-run")).containsText("would go well");
            assertThat((double)
                            Visit.digits(expected.locator("[title$=' files']").getAttribute("title")))
                    .isCloseTo(40_000, withPercentage(5));
            assertThat(visit.button("Upload and import")).isEnabled();
        } finally {
            Files.delete(log);
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
            visit.button("Check first").click();
            Locator rejected = visit.page.locator(".rejected");
            assertThat(rejected).containsText("/<b>bold</b>");
            visit.button("Upload and import").click();
            visit.link("the import of uploaded").click();
            assertThat(visit.page.locator(".badge")).hasText("succeeded");
            assertThat(rejected.locator("caption")).containsText("1 line: ");
            assertThat(rejected).containsText("/<b>bold</b>");
            assertThat(rejected.locator("b")).hasCount(0);
            String job = visit.view();

            visit.open("/");
            assertThat(visit.page.locator(".trust")).hasCount(1);
            visit.open("/explore/uploaded");
            visit.page.getByText("with warnings").click();
            assertThat(visit.page.locator(".trust")).containsText("1 line could not be read");
            visit.link("What its import tells").click();
            assertThat(rejected).isVisible();
            assertThat(visit.view()).isEqualTo(job);
        }
    }

    @Test
    void whatCouldNotBeReadStandsByReasonWithTheLogsThatItIsIn() throws Exception {
        Path incoming = data.resolve("incoming");
        String entry = "<1> 4711 65537 0  s=%s a=1 u=0 g=0 m=FAu p=-rw-r--r-- -- /%d\n";
        Files.writeString(incoming.resolve("20260115_csfs1_odd.list.0"), "no entry at all\n");
        Path second = incoming.resolve("20260115_csfs1_odd.list.1");
        Files.writeString(
                second,
                IntStream.range(0, 5)
                        .mapToObj(line -> entry.formatted("what", line))
                        .collect(Collectors.joining()));
        try (Visit visit = visit()) {
            visit.open("/jobs?import=path");
            visit.page.locator("textarea[name=path]").fill("20260115_csfs1_odd.list.*");
            visit.button("Check first").click();
            Locator check = visit.page.locator(".dry-run");
            assertThat(check).containsText("The import would fail");
            assertThat(check).containsText("could not be read");
            assertThat(check).containsText("odd.list.1");
            assertThat(visit.button("Import")).isDisabled();
            assertThat(visit.button("Check first")).hasClass("primary");

            String job = given().contentType("application/json")
                    .body(Map.of("source", Map.of("paths", List.of("20260115_csfs1_odd.list.*"))))
                    .post("/api/v1/jobs")
                    .path("id");
            visit.open("/jobs/" + job);
            assertThat(visit.page.locator(".badge")).hasText("failed");
            Locator rejected = visit.page.locator(".rejected");
            Locator often = rejected.locator("table").first();
            assertThat(often.locator("caption")).containsText("5 lines: ");
            assertThat(often.locator("tbody tr")).hasCount(3);
            assertThat(often.getByTitle(second.toRealPath().toString()).first()).hasText("20260115_csfs1_odd.list.1");
            assertThat(rejected.getByText("/4")).isHidden();
            rejected.getByText("2 more of them").click();
            assertThat(rejected.getByText("/4")).isVisible();
            assertThat(rejected.locator("caption").last()).containsText("1 line: ");
            assertThat(rejected.locator("table").last()).containsText("odd.list.0");
        }
    }

    @Test
    void theListTellsTheScansAndFitsAPhone() {
        try (Visit visit = visit()) {
            visit.page.setViewportSize(390, 800);
            visit.open("/jobs");
            assertThat(visit.table("Finished")).containsText("Aug 15, 2025");
            assertThat(visit.page.evaluate("(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)"
                            + "(document.querySelector('.scroll'))"))
                    .isEqualTo(0);
        }
    }

    /** Regression: a job that ended before it was shown stayed as it had been when it was asked for. */
    @Test
    void anAnswerThatComesAfterWhatHappenedSinceDoesNotHideIt() {
        String id = ask("/api/v1/jobs?filesystem=science&limit=1").getString("items[0].id");
        String earlier = given().get("/api/v1/jobs/" + id)
                .asString()
                .replaceFirst("\"state\":\"succeeded\"", "\"state\":\"running\"")
                .replaceFirst("\"finishedAt\":\"[^\"]*\"", "\"finishedAt\":null");
        try (Visit visit = visit()) {
            List<Route> held = new ArrayList<>();
            visit.page.route("**/api/v1/jobs/" + id, held::add);
            visit.page.waitForResponse("**/api/v1/jobs?limit=*", () -> visit.begin("/job/" + id));
            visit.page.waitForCondition(() -> !held.isEmpty());
            // Until the page has taken the list in.
            visit.page.waitForTimeout(300);
            held.get(0)
                    .fulfill(new Route.FulfillOptions()
                            .setContentType("application/json")
                            .setBody(earlier));
            assertThat(visit.page.locator(".badge")).hasText("succeeded");
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
