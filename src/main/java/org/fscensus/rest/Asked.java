package org.fscensus.rest;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fscensus.app.security.Caller;
import org.fscensus.query.Parameters;
import org.fscensus.query.Permitted;

/** A question as it came over HTTP: what is asked, and how the answer is to look. */
final class Asked {
    /** The parameter that goes before the header {@code Accept}. */
    static final String FORMAT = "format";

    private static final String CURSOR = "cursor";

    private final UriInfo uri;
    private final RoutingContext routing;
    private final Parameters parameters;
    private final ListFormat format;
    private final boolean gzip;
    private final boolean download;

    private Asked(UriInfo uri, RoutingContext routing, Parameters parameters, ListFormat format, boolean named) {
        this.uri = uri;
        this.routing = routing;
        this.parameters = parameters;
        this.format = format;
        this.download = named && format.isTable();
        Preferences codings = preferences(routing, HttpHeaders.ACCEPT_ENCODING);
        double weight = codings.of("gzip", "x-gzip", "*");
        this.gzip = weight > 0 && weight >= codings.of("identity");
    }

    /**
     * A question whose answer is a list, in any {@link ListFormat}.
     *
     * @param allowed the question's parameters, without {@code format}
     * @throws org.fscensus.query.QuestionException if there are others
     * @throws ProblemException if no format is fit
     */
    static Asked forList(UriInfo uri, RoutingContext routing, Set<String> allowed) {
        Map<String, List<String>> values = new HashMap<>(uri.getQueryParameters());
        Set<String> withFormat = new HashSet<>(allowed);
        withFormat.add(FORMAT);
        Permitted permitted = Caller.of(routing).permitted();
        String named = new Parameters(values, withFormat, permitted).text(FORMAT);
        ListFormat format = ListFormat.choose(named, preferences(routing, HttpHeaders.ACCEPT));
        // The question is the same in any format, and so are its cursors.
        values.remove(FORMAT);
        return new Asked(uri, routing, new Parameters(values, allowed, permitted), format, named != null);
    }

    /** A question whose answer is an object, in JSON. */
    static Asked forObject(UriInfo uri, RoutingContext routing, Set<String> allowed) {
        Parameters parameters = new Parameters(
                uri.getQueryParameters(), allowed, Caller.of(routing).permitted());
        return new Asked(uri, routing, parameters, ListFormat.JSON, false);
    }

    private static Preferences preferences(RoutingContext routing, String header) {
        return Preferences.read(header, routing.request().headers().getAll(header));
    }

    /** With what the asker may see. */
    Parameters parameters() {
        return parameters;
    }

    ListFormat format() {
        return format;
    }

    /** Whether the answer is to be compressed. */
    boolean gzip() {
        return gzip;
    }

    /** Whether a browser should offer to save the answer: a table that the URL itself asks for. */
    boolean isDownload() {
        return download;
    }

    /** Whether only the answer's head is wanted. */
    boolean isHead() {
        return routing.request().method().name().equals(HttpMethod.HEAD);
    }

    RoutingContext routing() {
        return routing;
    }

    /** Whether it names the generations that it is about, so that its answer never changes. */
    boolean isPinned() {
        return parameters.text("generation") != null || parameters.text(CURSOR) != null;
    }

    /** The tag of the answer in this format and coding: each of them is another sequence of bytes. */
    EntityTag variant(EntityTag tag) {
        return new EntityTag(
                tag.getValue() + (format == ListFormat.JSON ? "" : "." + format.label()) + (gzip ? ".gz" : ""));
    }

    /** Whether the client has the answer already; tags that a proxy has weakened count as well (RFC 9110, 13.1.2). */
    boolean has(EntityTag tag) {
        String quoted = '"' + tag.getValue() + '"';
        return routing.request().headers().getAll(HttpHeaders.IF_NONE_MATCH).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(quoted) || one.equals("W/" + quoted));
    }

    /** A good name for the answer when it is saved. */
    String fileName() {
        return uri.getPath().replaceFirst("^/?api/v1/(filesystems/(?=.))?", "").replaceAll("[^A-Za-z0-9._,-]+", "-")
                + "." + format.label();
    }

    /** Where the list goes on, relative to where it was asked for. */
    String nextPage(String cursor) {
        String query = uri.getRequestUri().getRawQuery();
        Stream<String> others = query == null
                ? Stream.of()
                : Arrays.stream(query.split("&", -1)).filter(part -> !part.startsWith(CURSOR + "="));
        return "?" + Stream.concat(others, Stream.of(CURSOR + "=" + cursor)).collect(Collectors.joining("&"));
    }
}
