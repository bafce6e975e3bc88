package org.fscensus.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fscensus.web.DemoService.ask;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fscensus.census.AgeBuckets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser over real imports: it shows what the API says, and everybody can use it. */
@QuarkusTest
@TestProfile(DemoService.class)
class DashboardTest {
    private static final String SCIENCE = "/api/v1/filesystems/science/";
    private static final String START = "/gpfs/csfs1/science";
    private static final int MONTHS_BEFORE = 4;

    /** What makes the page wider than a width, if anything does. */
    private static final String WIDER =
            "width => document.documentElement.scrollWidth <= width ? '' : [...document.querySelectorAll('main *')]"
                    + ".filter(e => e.getBoundingClientRect().right > width && !e.closest('.scroll, svg'))"
                    + ".map(e => e.outerHTML.slice(0, 200)).join('\\n') || 'something'";

    private static @Nullable Chromium chromium;
    private static boolean filled;

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    URI address;

    @ConfigProperty(name = "fscensus.data-dir")
    Path data;

    @BeforeAll
    static void findBrowser() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void closeBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    /** Not before all tests: the address of the service is known only now. */
    @BeforeEach
    void fill() throws Exception {
        if (!filled) {
            DemoService.fill(data.resolve("incoming"));
            filled = true;
        }
    }

    private Visit visit(Browser.NewContextOptions options) {
        return Objects.requireNonNull(chromium).visit(address.toString(), options);
    }

    private Visit visit() {
        return visit(new Browser.NewContextOptions().setViewportSize(1280, 800));
    }

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
            assertThat(visit.page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .hasText(directory.substring(directory.lastIndexOf('/') + 1));
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
        }
    }

    @Test
    void theAddressHoldsTheViewAndBackWorks() {
        try (Visit visit = visit()) {
            visit.open("/explore/science");
            visit.page
                    .locator("fs-treemap a[data-path='" + START + "/archive']")
                    .focus();
            visit.page.keyboard().press("Enter");
            assertThat(visit.page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .hasText("archive");
            visit.settled();
            visit.link("Owner").first().click();
            visit.link("Icicle").click();
            visit.settled();
            String deep = visit.view();
            assertThat(deep)
                    .isEqualTo("/explore/science?path=%2Fgpfs%2Fcsfs1%2Fscience%2Farchive&colour=owner&shape=icicle");
            List<Long> shown = visit.exact("Subdirectories", 3);

            visit.page.goBack();
            visit.page.goBack();
            visit.page.goBack();
            assertThat(visit.page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .hasText("science");
            assertThat(visit.view()).isEqualTo("/explore/science");
            visit.page.goForward();
            assertThat(visit.page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .hasText("archive");
            try (Visit other = visit()) {
                other.open(deep);
                assertThat(other.exact("Subdirectories", 3)).isEqualTo(shown);
                assertThat(other.page.locator("fs-treemap .cat-0").first()).isAttached();
            }
        }
    }

    @Test
    void pathsAreCompletedWhileTheyAreTyped() {
        try (Visit visit = visit()) {
            visit.open("/explore/science");
            Locator field = visit.page.locator("#path-field");
            field.fill(START + "/PRO");
            assertThat(visit.page.locator("#path-options li")).hasCount(1);
            field.press("ArrowDown");
            field.press("Enter");
            assertThat(visit.page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .hasText("projects");
            field.fill("atlas");
            assertThat(visit.page.locator("#path-options li").first()).containsText("rna-atlas");
            field.press("Enter");
            assertThat(visit.page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .hasText("rna-atlas");
            visit.settled();
        }
    }

    @Test
    void theMapOfOwnersAndAgesShowsEveryCellOfTheApiAndLeadsToItsDirectories() {
        Map<String, Long> cells = ask(SCIENCE + "usage?groupBy=owner,age").<Map<String, Object>>getList("rows").stream()
                .collect(Collectors.toMap(DashboardTest::cellName, row -> number(row.get("allocatedBytes"))));
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

    private static String cellName(Map<String, Object> row) {
        return ((Map<?, ?>) row.get("owner")).get("name") + ", " + ((Map<?, ?>) row.get("age")).get("label");
    }

    private static long number(@Nullable Object value) {
        return ((Number) Objects.requireNonNull(value)).longValue();
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
            visit.open("/explore/science");
            Path map = visit.page
                    .waitForDownload(() -> visit.button("Save image").click())
                    .path();
            assertThat(Files.readAllBytes(map))
                    .startsWith((byte) 0x89, 'P', 'N', 'G')
                    .hasSizeGreaterThan(5000);
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
            visit.page.getByLabel("From").selectOption(generations.get(MONTHS_BEFORE));
            visit.settled();
            assertThat(visit.exact("Directories that changed most", 4))
                    .isEqualTo(ask(SCIENCE + "growth?from=" + generations.get(MONTHS_BEFORE))
                            .getList("items.changeHere.allocatedBytes", Long.class));
            assertThat(visit.texts("Directories that changed most", 2)).contains("gone", "new");
        }
    }

    @Test
    void namesAreTextWhateverTheyHold() {
        String path = START + "/strange names";
        try (Visit visit = visit()) {
            visit.open("/explore/science?path=" + path.replace(" ", "%20"));
            assertThat(visit.texts("Subdirectories", 1))
                    .contains(DemoScans.MARKUP)
                    .containsAll(DemoScans.ESCAPED)
                    .contains("data%E2%80%AEgpj.exe", "K\u00f6ln-\u30c7\u30fc\u30bf");
            for (String name : List.of(DemoScans.MARKUP, "data%E2%80%AEgpj.exe", "latin%E9%FF", "100%25 done")) {
                visit.table("Subdirectories")
                        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name))
                        .click();
                assertThat(visit.page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                        .hasText(name);
                assertThat(visit.page.locator(".stats").first()).containsText("4");
                visit.settled();
                visit.page.goBack();
                visit.settled();
            }
            visit.page.locator("fs-treemap a").first().hover();
            assertThat(visit.page.locator("fs-tip")).containsText(path);
            visit.open("/where/science?path=" + path.replace(" ", "%20"));
            assertThat(visit.texts("Directories, the largest first", 1)).contains(DemoScans.MARKUP);
            visit.open("/growth/science?path=" + path.replace(" ", "%20"));
            assertThat(visit.page.locator("main img, main script, main iframe")).hasCount(0);
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
            Locator row = visit.table("Over").locator("tbody tr").first();
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
            assertThat(visit.table("Over")).containsText("science");
            visit.page.unroute("**/api/v1/events");
            assertThat(visit.page.locator(".connection")).hasText("Live");
        }
    }

    @Test
    void whereTokensAreAskedForTheyGoInAHeaderOnly() {
        try (Visit visit = visit()) {
            List<String> asked = new CopyOnWriteArrayList<>();
            visit.page.route("**/api/v1/**", route -> {
                asked.add(route.request().url());
                if ("Bearer s3cret".equals(route.request().headers().get("authorization"))) {
                    route.resume();
                } else {
                    route.fulfill(new Route.FulfillOptions()
                            .setStatus(401)
                            .setContentType("application/problem+json")
                            .setBody("{\"title\":\"Unauthorized\",\"status\":401,\"detail\":\"Send a token.\"}"));
                }
            });
            visit.page.navigate(address + "#/jobs");
            visit.page.getByLabel("Token").fill("wrong");
            visit.button("Sign in").click();
            assertThat(visit.page.getByRole(AriaRole.ALERT)).hasText("Send a token.");
            visit.page.getByLabel("Token").fill("s3cret");
            visit.button("Sign in").click();
            assertThat(visit.page.locator(".connection")).hasText("Live");
            assertThat(asked).anyMatch(url -> url.endsWith("/events")).noneMatch(url -> url.contains("s3cret"));
            assertThat(visit.page.evaluate("Object.values(localStorage).join()"))
                    .asString()
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void errorsAreToldInTheWordsOfTheService() {
        try (Visit visit = visit()) {
            visit.open("/explore/nosuch");
            assertThat(visit.page.getByRole(AriaRole.ALERT)).containsText("nosuch");
            visit.open("/explore/science?path=/gpfs/nowhere");
            assertThat(visit.page.getByRole(AriaRole.ALERT).first()).containsText("/gpfs/nowhere");
            visit.open("/nonsense");
            visit.link("Back to the overview").click();
            assertThat(visit.page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .isVisible();
            visit.settled();
        }
    }

    @Test
    void everythingCanBeReachedWithTheKeyboardAlone() {
        try (Visit visit = visit()) {
            visit.open("/");
            visit.page.keyboard().press("Tab");
            assertThat(visit.link("Skip to the content")).isFocused();
            visit.page.keyboard().press("Enter");
            assertThat(visit.page.locator("main")).isFocused();
            reach(visit, "Explore");
            visit.page.keyboard().press("Enter");
            assertThat(visit.page.locator("fs-treemap svg")).isVisible();
            visit.settled();
            assertThat(visit.page.locator("main")).isFocused();
            reach(visit, "Files");
            visit.page.keyboard().press("Enter");
            visit.settled();
            assertThat(visit.view()).contains("by=files");
            reach(visit, "projects");
            visit.page.keyboard().press("Enter");
            assertThat(visit.page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .hasText("projects");
            visit.settled();
        }
    }

    /** Tabs on until the focus is on something of that name, and shows. */
    private static void reach(Visit visit, String name) {
        for (int steps = 0; steps < 60; steps++) {
            visit.page.keyboard().press("Tab");
            Object focused = visit.page.evaluate("(() => { const e = document.activeElement;"
                    + " return (e.getAttribute('aria-label') ?? e.textContent).trim(); })()");
            if (focused.toString().startsWith(name)) {
                assertThat(visit.page.evaluate("document.activeElement.matches(':focus-visible')"))
                        .isEqualTo(true);
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach " + name);
    }

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
