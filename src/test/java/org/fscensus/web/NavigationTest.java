package org.fscensus.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Getting about: addresses, paths, names that are hardly names, errors, tokens, the keyboard. */
@QuarkusTest
@TestProfile(DemoService.class)
class NavigationTest extends PageTest {
    private static final String START = "/gpfs/csfs1/science";

    @Test
    void theAddressHoldsTheViewAndBackWorks() {
        try (Visit visit = visit()) {
            visit.open("/explore/science");
            visit.page
                    .locator("fs-treemap a[data-path='" + START + "/archive']")
                    .focus();
            visit.page.keyboard().press("Enter");
            assertThat(visit.heading()).hasText("archive");
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
            assertThat(visit.heading()).hasText("science");
            assertThat(visit.view()).isEqualTo("/explore/science");
            visit.page.goForward();
            assertThat(visit.heading()).hasText("archive");
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
            assertThat(visit.heading()).hasText("projects");
            field.fill("atlas");
            assertThat(visit.page.locator("#path-options li").first()).containsText("rna-atlas");
            field.press("Enter");
            assertThat(visit.heading()).hasText("rna-atlas");
            visit.settled();
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
                assertThat(visit.heading()).hasText(name);
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

    /** Regression: the font's alternates showed 48x48 as 48\u00d748, which is another name. */
    @Test
    void namesAreDrawnLetterByLetterOnThePageAndInItsPictures() {
        try (Visit visit = visit()) {
            visit.open("/explore/science");
            visit.page.evaluate("""
                    () => {
                      const make = URL.createObjectURL;
                      URL.createObjectURL = (blob) => {
                        if (blob.type === 'image/svg+xml') {
                          window.picture = blob.text();
                        }
                        return make(blob);
                      };
                    }""");
            assertThat(visit.page.evaluate("""
                            [...document.body.querySelectorAll('*')]
                              .filter((element) => getComputedStyle(element).fontVariantLigatures !== 'no-contextual')
                              .map((element) => element.outerHTML.slice(0, 200)).join('\\n')""")).isEqualTo("");
            visit.page.waitForDownload(() -> visit.button("Save image").click());
            assertThat(visit.page.evaluate("window.picture"))
                    .asString()
                    .containsPattern("<text [^>]*font-variant=\"no-contextual");
        }
    }

    @Test
    void whoMaySeeOnlyAPartIsNotSentToWhatTellsOfAll() {
        try (Visit visit = visit()) {
            visit.page.route(
                    "**/api/v1/me",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("application/json")
                            .setBody("{\"name\":\"vic\",\"role\":\"viewer\",\"tokens\":true,\"paths\":[\"/gpfs\"]}")));
            visit.open("/explore/science");
            assertThat(visit.page.locator(".who")).hasText("vic");
            assertThat(visit.link("Growth")).isVisible();
            assertThat(visit.link("Jobs")).hasCount(0);
            visit.open("/jobs");
            assertThat(visit.page.locator("main")).containsText("Your token is limited");
        }
    }

    /** Regression: the page broke off with an error of its own. */
    @Test
    void aFilesystemOfWhichNothingMayBeSeenSaysSo() {
        try (Visit visit = visit()) {
            visit.page.route(
                    "**/science/directories?*",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("application/json")
                            .setBody("{\"items\":[],\"next\":null,\"problems\":[]}")));
            visit.open("/explore/science");
            assertThat(visit.page.getByRole(AriaRole.ALERT)).containsText("no directory of science that you may see");
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
            Locator chosen = visit.page.getByLabel("File system").locator("option:checked");
            assertThat(chosen).hasText("Choose one");
            for (String view : List.of("explore", "usage", "where", "growth")) {
                visit.open("/" + view + "/science?path=/gpfs/nowhere");
                assertThat(visit.page.getByRole(AriaRole.ALERT)).containsText("/gpfs/nowhere");
                assertThat(visit.button("Try again")).hasCount(0);
                assertThat(chosen).hasText("science");
            }
            visit.open("/explore/science?path=/gpfs/nowhere");
            visit.link("To the top of science").click();
            assertThat(visit.heading()).hasText("science");
            visit.settled();
            visit.page.route(
                    "**/directories?*format=csv*",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setStatus(503)
                            .setBody("{\"title\":\"Busy\",\"detail\":\"Try again soon.\"}")));
            visit.button("Save as CSV").click();
            assertThat(visit.page.getByRole(AriaRole.ALERT)).containsText("Try again soon.");
            visit.open("/nonsense");
            visit.link("Back to the overview").click();
            assertThat(visit.heading()).isVisible();
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
            reach(visit, "science");
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
            assertThat(visit.heading()).hasText("projects");
            visit.settled();
        }
    }

    /** Tabs on until the focus is on something of that name, and shows. */
    private static void reach(Visit visit, String name) {
        for (int steps = 0; steps < 80; steps++) {
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
}
