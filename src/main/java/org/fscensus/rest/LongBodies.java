package org.fscensus.rest;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.fscensus.app.UnwantedBody;

/**
 * Refuses JSON that turns out to be larger than {@link BodyLimit} allows while it is read, as its length was not told. The
 * server would refuse it too, but without a word. Uploads, which are read as a stream, are not concerned.
 *
 * <p>It is read here, so that no parser wraps the refusal, or reads a body to its end in order to close it.
 */
@Provider
public class LongBodies implements ReaderInterceptor {
    private final RoutingContext request;

    LongBodies(RoutingContext request) {
        this.request = request;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (!InputStream.class.isAssignableFrom(context.getType())) {
            byte[] body = context.getInputStream().readNBytes(BodyLimit.JSON_BYTES + 1);
            if (body.length > BodyLimit.JSON_BYTES) {
                UnwantedBody.closeAfterAnswer(request);
                throw new ClientErrorException(Status.REQUEST_ENTITY_TOO_LARGE);
            }
            context.setInputStream(new ByteArrayInputStream(body));
        }
        return context.proceed();
    }
}
