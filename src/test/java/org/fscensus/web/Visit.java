package org.fscensus.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody at the page. Whatever goes wrong in it meanwhile, an error, a breach of the content security policy, script
 * that came from a name, fails the test when the visit ends.
 */
final class Visit implements AutoCloseable {
    private static final double PATIENCE_MILLIS = 10_000;
    private static final String WATCH_POLICY =
            "document.addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective"
                    + " + ' ' + e.blockedURI + ' ' + e.sample))";

    private final BrowserContext context;
    private final String address;
    private final List<String> complaints = new ArrayList<>();
    final Page page;

    Visit(BrowserContext context, String address) {
        this.context = context;
        this.address = address;
        context.addInitScript(WATCH_POLICY);
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    /** Opens a view, such as {@code /explore/asp}, and waits until it has what it asked for. */
    Visit open(String view) {
        begin(view);
        return settled();
    }

    /** Opens a view without waiting. */
    void begin(String view) {
        page.navigate(address + "#" + view);
    }

    /** Waits until nothing is loading. */
    Visit settled() {
        page.waitForFunction("() => document.querySelector('fs-app main')"
                + " && document.querySelector('fs-app').dataset.shows === location.hash && document.fonts.status === 'loaded'"
                + " && !document.querySelector('.spinner, .answer[aria-busy=true]')");
        return this;
    }

    Locator heading() {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator table(String caption) {
        return page.getByRole(
                AriaRole.TABLE, new Page.GetByRoleOptions().setName(caption).setExact(true));
    }

    /** The address's part after the #. */
    String view() {
        return page.url().replaceFirst("^[^#]*#", "");
    }

    /** Exact figures of one column of a table, from its cells' titles: digits only. */
    List<Long> exact(String caption, int column) {
        return table(caption).locator("tbody tr > :nth-child(" + column + ") [title]").all().stream()
                .map(cell -> digits(cell.getAttribute("title")))
                .toList();
    }

    List<String> texts(String caption, int column) {
        return table(caption).locator("tbody tr > :nth-child(" + column + ")").allTextContents().stream()
                .map(String::strip)
                .toList();
    }

    static long digits(String text) {
        return Long.parseLong(text.replace('\u2212', '-').replaceAll("[^0-9-]", ""));
    }

    @Override
    public void close() {
        Object hacked = page.evaluate("window.hacked ?? null");
        context.close();
        assertThat(complaints).as("errors of the page").isEmpty();
        assertThat(hacked).as("set by a name that was run as script").isNull();
    }
}
