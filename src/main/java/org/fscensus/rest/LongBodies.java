package org.fscensus.rest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Refuses JSON that turns out to be larger than {@link BodyLimit} allows while it is read, as its length was not told. The
 * server would refuse it too, but without a word. Uploads, which are read as a stream, are not concerned.
 */
@Provider
public class LongBodies implements ReaderInterceptor {
    /** Time for a client that is still sending to read its answer. */
    private static final long LINGER_MILLIS = 1000;

    private final RoutingContext request;

    LongBodies(RoutingContext request) {
        this.request = request;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (!InputStream.class.isAssignableFrom(context.getType())) {
            context.setInputStream(new Limited(context.getInputStream()));
        }
        return context.proceed();
    }

    private final class Limited extends FilterInputStream {
        private long left = BodyLimit.JSON_BYTES;

        Limited(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            int n = super.read(into, at, length);
            count(Math.max(0, n));
            return n;
        }

        private void count(int bytes) {
            left -= bytes;
            if (left < 0) {
                request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                request.addEndHandler(done -> request.vertx()
                        .setTimer(
                                LINGER_MILLIS,
                                timer -> request.request().connection().close()));
                throw new ClientErrorException(Status.REQUEST_ENTITY_TOO_LARGE);
            }
        }
    }
}
