package org.fscensus.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fscensus.web.DemoService.ask;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fscensus.census.AgeBuckets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page shows the figures of the API, of real imports, exactly. */
@QuarkusTest
@TestProfile(DemoService.class)
class FiguresTest extends PageTest {
    private static final String SCIENCE = "/api/v1/filesystems/science/";
    private static final String START = "/gpfs/csfs1/science";

    /** The place of an earlier scan among the generations, of which the newest comes first. */
    private static final int EARLIER = 4;

    @Test
    void theLargestDirectoryOfTheLargestOwnerUntouchedForAYearIsTwoClicksAway() {
        JsonPath owners = ask(SCIENCE + "usage?groupBy=owner&age=1y-&limit=1");
        long owner = owners.getLong("rows[0].owner.id");
        String directory = ask(SCIENCE + "where?age=1y-&owner=" + owner).getString("items[0].path");
        try (Visit visit = visit()) {
            visit.open("/");
            Locator card = visit.page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("science"));
            assertThat(card).containsText("Untouched for a year or more");
            Locator largest = card.getByRole(AriaRole.LISTITEM)
                    .filter(new Locator.FilterOptions().setHas(visit.page.locator("a.owner")))
                    .first();
            assertThat(largest).containsText(owners.getString("rows[0].owner.name"));
            assertThat(Visit.digits(largest.locator("[title]").getAttribute("title")))
                    .isEqualTo(owners.getLong("rows[0].allocatedBytes"));

            largest.getByRole(AriaRole.LINK).click();
            Locator first = visit.table("Directories, the largest first")
                    .locator("tbody tr")
                    .first();
            assertThat(first).containsText(directory.substring(START.length() + 1));
            first.getByRole(AriaRole.LINK).click();
            assertThat(visit.heading()).hasText(directory.substring(directory.lastIndexOf('/') + 1));
            visit.settled();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"science", "generated"})
    void exploreShowsTheFiguresOfTheApi(String filesystem) {
        String api = "/api/v1/filesystems/" + filesystem + "/";
        try (Visit visit = visit()) {
            visit.open("/explore/" + filesystem);
            String top = visit.page.locator("#path-field").inputValue();
            int below = top.split("/", -1).length;
            JsonPath children = ask(api + "directories?path=" + top + "&minDepth=" + below + "&maxDepth=" + below);
            assertThat(top).isEqualTo(ask(api + "directory?path=" + top).getString("path"));
            assertThat(visit.exact("Subdirectories", 3))
                    .isNotEmpty()
                    .isEqualTo(children.getList("items.recursive.allocatedBytes", Long.class));
            assertThat(visit.exact("Subdirectories", 4))
                    .isEqualTo(children.getList("items.recursive.files", Long.class));

            List<String> drawn = visit.page.locator("fs-treemap a[tabindex='0']").all().stream()
                    .map(cell -> cell.getAttribute("data-path"))
                    .toList();
            assertThat(drawn)
                    .isNotEmpty()
                    .isSubsetOf(
                            ask(api + "tree?top=24&depth=2&path=" + top).getList("root.children.path", String.class));
            assertThat(visit.exact("Owners", 3))
                    .isEqualTo(ask(api + "usage?groupBy=owner&limit=10&path=" + top)
                            .getList("rows.allocatedBytes", Long.class));
            assertThat(visit.exact("Time since the last access", 3))
                    .isEqualTo(ask(api + "histograms/age?path=" + top).getList("items.allocatedBytes", Long.class));
            assertThat(visit.exact("Size of the files", 3))
                    .isEqualTo(ask(api + "histograms/size?path=" + top).getList("items.allocatedBytes", Long.class));

            visit.link("Files").first().click();
            visit.settled();
            assertThat(visit.exact("Subdirectories", 4))
                    .isEqualTo(ask(api + "directories?sort=files&path=" + top + "&minDepth=" + below + "&maxDepth="
                                    + below)
                            .getList("items.recursive.files", Long.class));
        }
    }

    @Test
    void coloursByAgeHaveTheBoundsOfTheService() {
        String bounds = IntStream.range(1, AgeBuckets.COUNT)
                .mapToObj(bucket -> "" + AgeBuckets.lowerDays(bucket))
                .collect(Collectors.joining(","));
        try (Visit visit = visit()) {
            visit.open("/explore/science");
            assertThat(visit.page.locator(".legend.ages")).hasAttribute("data-bounds", bounds);
            visit.open("/explore/science?colour=size");
            assertThat(visit.page.locator(".legend.ages")).hasAttribute("data-bounds", bounds);
        }
    }

    @Test
    void theMapOfOwnersAndAgesShowsEveryCellOfTheApiAndLeadsToItsDirectories() {
        JsonPath usage = ask(SCIENCE + "usage?groupBy=owner,age");
        List<String> owners = usage.getList("rows.owner.name", String.class);
        List<String> ages = usage.getList("rows.age.label", String.class);
        List<Long> bytes = usage.getList("rows.allocatedBytes", Long.class);
        Map<String, Long> cells = IntStream.range(0, bytes.size())
                .boxed()
                .collect(Collectors.toMap(row -> owners.get(row) + ", " + ages.get(row), bytes::get));
        try (Visit visit = visit()) {
            visit.open("/usage/science");
            Map<String, Long> shown = visit.table("Owners by age").locator("tbody .cell a").all().stream()
                    .map(cell -> cell.getAttribute("data-tip"))
                    .collect(Collectors.toMap(
                            tip -> tip.substring(0, tip.indexOf('\n')),
                            tip -> Visit.digits(tip.substring(tip.indexOf('\n'), tip.indexOf(" bytes")))));
            assertThat(shown).isEqualTo(cells);

            Locator cell = visit.table("Owners by age").locator("tbody .cell a").first();
            String tip = cell.getAttribute("data-tip");
            cell.click();
            visit.settled();
            assertThat(Visit.digits(visit.page.locator(".lead [title]").first().getAttribute("title")))
                    .isEqualTo(cells.get(tip.substring(0, tip.indexOf('\n'))));
            String condition = visit.view().replaceFirst("^[^?]*\\?", "");
            JsonPath where = ask(SCIENCE + "where?limit=100&" + condition);
            assertThat(visit.exact("Directories, the largest first", 3))
                    .isNotEmpty()
                    .isEqualTo(where.getList("items.here.allocatedBytes", Long.class));
        }
    }

    @Test
    void groupsAndSizesCanBeCrossedAndSaved() throws Exception {
        try (Visit visit = visit()) {
            visit.open("/usage/science?rows=group&columns=size&by=files");
            JsonPath groups = ask(SCIENCE + "usage?groupBy=group");
            assertThat(visit.exact("Groups by size", 2))
                    .containsExactlyInAnyOrderElementsOf(groups.getList("rows.files", Long.class));
            Path csv = visit.page
                    .waitForDownload(() -> visit.button("Save as CSV").click())
                    .path();
            assertThat(Files.readAllLines(csv))
                    .hasSize(1
                            + ask(SCIENCE + "usage?groupBy=group,size")
                                    .getList("rows")
                                    .size());
            Path image = visit.page
                    .waitForDownload(() -> visit.button("Save image").click())
                    .path();
            assertThat(Files.readAllBytes(image))
                    .startsWith((byte) 0x89, 'P', 'N', 'G')
                    .hasSizeGreaterThan(5000);
            for (String view : List.of("/explore/science?colour=owner", "/growth/science")) {
                visit.open(view);
                Path map = visit.page
                        .waitForDownload(() -> visit.button("Save image").click())
                        .path();
                assertThat(Files.readAllBytes(map))
                        .startsWith((byte) 0x89, 'P', 'N', 'G')
                        .hasSizeGreaterThan(5000);
            }
            for (String table :
                    List.of("Subdirectories", "Directories, the largest first", "Directories that changed most")) {
                visit.open(
                        table.startsWith("Sub")
                                ? "/explore/science"
                                : table.endsWith("most") ? "/growth/science" : "/where/science?age=1y-");
                Path rows = visit.page
                        .waitForDownload(() -> visit.button("Save as CSV").click())
                        .path();
                assertThat(Files.readAllLines(rows))
                        .as(table)
                        .hasSize(1 + visit.table(table).locator("tbody tr").count());
            }
        }
    }

    @Test
    void everyBarLeadsToTheDirectoriesBehindIt() {
        try (Visit visit = visit()) {
            for (String chart : List.of("Owners", "Time since the last access", "Size of the files")) {
                visit.open("/explore/science?path=" + START + "/projects");
                Locator bar = visit.table(chart)
                        .locator("tbody tr")
                        .filter(new Locator.FilterOptions().setHasNot(visit.page.locator("[title='0 bytes']")))
                        .last();
                long bytes =
                        Visit.digits(bar.locator("[title$=' bytes']").first().getAttribute("title"));
                bar.getByRole(AriaRole.LINK).click();
                visit.settled();
                assertThat(visit.heading()).containsText("Files");
                assertThat(Visit.digits(
                                visit.page.locator(".lead [title]").first().getAttribute("title")))
                        .as(chart)
                        .isEqualTo(bytes);
            }
            visit.open("/usage/science?rows=group&columns=size");
            Locator cell =
                    visit.table("Groups by size").locator("tbody .cell a").last();
            String tip = cell.getAttribute("data-tip");
            cell.click();
            visit.settled();
            assertThat(Visit.digits(visit.page.locator(".lead [title]").first().getAttribute("title")))
                    .isEqualTo(Visit.digits(tip.substring(tip.indexOf('\n'), tip.indexOf(" bytes"))));
        }
    }

    @Test
    void theMapIsColouredByTheAgeOfTheBytesAndByWhoHasTheMost() {
        try (Visit visit = visit()) {
            visit.open("/explore/science?path=" + START + "/projects/rna-atlas&shape=icicle");
            for (Locator cell : visit.page.locator("fs-treemap a").all().subList(1, 6)) {
                JsonPath ages = ask(SCIENCE + "histograms/age?path=" + cell.getAttribute("data-path"));
                List<Long> bytes = ages.getList("items.allocatedBytes", Long.class);
                long older = 0;
                int bucket = bytes.size();
                while (2 * older < ages.getLong("total.allocatedBytes")) {
                    older += bytes.get(--bucket);
                }
                assertThat(cell.locator("rect").first()).hasClass("cell age-" + bucket);
            }
            visit.open("/explore/science?path=" + START + "/projects/rna-atlas&shape=icicle&colour=owner");
            Locator raw = visit.page.locator("fs-treemap a[data-path$='/raw']");
            JsonPath owners = ask(SCIENCE + "usage?groupBy=owner&limit=1&path=" + START + "/projects/rna-atlas/raw");
            assertThat(raw.locator(".hatched")).hasCount(1);
            assertThat(raw)
                    .hasAttribute(
                            "data-tip",
                            Pattern.compile("owner: several, most of it " + owners.getString("rows[0].owner.name")
                                    + " \\(\\d+ %\\)"));
            assertThat(visit.page.locator(".map .legend")).containsText("several, the one with the most");
            visit.open("/explore/science?path=" + START + "/projects/rna-atlas/raw&colour=owner");
            assertThat(visit.page.locator("fs-treemap .hatched")).hasCount(0);
            assertThat(visit.page.locator("fs-treemap a rect").first()).hasClass(Pattern.compile("cell cat-\\d"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1400, 390})
    void noLabelOfTheMapReachesOverTheEdgeOfItsPlace(int width) {
        try (Visit visit = visit()) {
            visit.page.setViewportSize(width, 900);
            for (String view : List.of("", "?shape=icicle", "?by=files", "?path=" + START + "/projects")) {
                visit.open("/explore/science" + view);
                assertThat(visit.page.locator("fs-treemap text")).not().hasCount(0);
                Object over = visit.page.evaluate("""
                        () => [...document.querySelectorAll('fs-treemap text')].filter((text) => {
                          const label = text.getBoundingClientRect();
                          const place = text.parentNode.querySelector('rect').getBoundingClientRect();
                          return label.left < place.left || label.right > place.right || label.bottom > place.bottom + 1;
                        }).map((text) => text.textContent)""");
                assertThat((List<?>) over).as(view).isEmpty();
            }
        }
    }

    /** The service refuses to tell what the directories of such a database are made of. */
    @Test
    void theMapOfAnOlderDatabaseIsColouredByWhatItHolds() {
        try (Visit visit = visit()) {
            visit.page.route(
                    Pattern.compile("/(tree\\?.*groupBy=|usage|histograms/)"),
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setStatus(409)
                            .setContentType("application/problem+json")
                            .setBody("{\"title\":\"Outdated\",\"detail\":\"import its scan again\"}")));
            visit.open("/explore/science?path=" + START + "/projects/rna-atlas&shape=icicle");
            assertThat(visit.page.locator("fs-treemap a rect").first()).hasClass(Pattern.compile("cell age-\\d+"));
            assertThat(visit.page.locator(".map .legend")).containsText("The last access to any file");
            assertThat(visit.page.locator(".columns .state.empty"))
                    .containsText(
                            new String[] {"import its scan again", "import its scan again", "import its scan again"});
            assertThat(visit.page.getByRole(AriaRole.ALERT)).hasCount(0);
            visit.open("/explore/science?path=" + START + "/projects/rna-atlas&shape=icicle&colour=owner");
            Locator raw = visit.page.locator("fs-treemap a[data-path$='/raw']");
            assertThat(raw.locator("rect").first()).hasClass("cell cat-none");
            assertThat(raw.locator(".hatched")).hasCount(1);
            assertThat(visit.page.locator(".map .legend")).not().containsText("the one with the most");
        }
    }

    /** Regression: the second scan, soon after the first, took its place, and the axis seemed to begin there. */
    @Test
    void theAxisOfACurveTellsItsFirstAndItsLastDay() {
        String scan =
                "{\"scanTime\":\"%sT00:00:00Z\",\"exists\":true,\"recursive\":{\"files\":1,\"allocatedBytes\":1024}}";
        try (Visit visit = visit()) {
            visit.page.route(
                    "**/history?*",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("application/json")
                            .setBody(Stream.of("2025-10-01", "2025-10-05", "2026-01-15")
                                    .map(scan::formatted)
                                    .collect(Collectors.joining(",", "{\"items\":[", "]}")))));
            visit.open("/growth/science");
            assertThat(visit.page.locator("fs-line-chart .axis.middle"))
                    .hasText(new String[] {"Oct 1, 2025", "Jan 15, 2026"});
        }
    }

    @Test
    void growthShowsEveryScanAndWhatChanged() {
        try (Visit visit = visit()) {
            visit.open("/growth/science");
            List<Long> history = ask(SCIENCE + "history").getList("items.recursive.allocatedBytes", Long.class);
            assertThat(visit.exact("Every scan", 2))
                    .hasSize(DemoScans.DAYS.size())
                    .containsExactlyInAnyOrderElementsOf(history);
            assertThat(visit.page.locator("fs-line-chart .dot")).hasCount(history.size());
            assertThat(visit.exact("Directories that changed most", 4))
                    .isEqualTo(ask(SCIENCE + "growth").getList("items.changeHere.allocatedBytes", Long.class));

            List<String> generations = ask("/api/v1/filesystems/science").getList("generations.id", String.class);
            visit.page.getByLabel("From").selectOption(generations.get(EARLIER));
            visit.settled();
            assertThat(visit.exact("Directories that changed most", 4))
                    .isEqualTo(ask(SCIENCE + "growth?from=" + generations.get(EARLIER))
                            .getList("items.changeHere.allocatedBytes", Long.class));
            assertThat(visit.texts("Directories that changed most", 2)).contains("gone", "new");
        }
    }
}
