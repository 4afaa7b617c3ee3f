package dev.millrace.api.streams;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Keeps the request open and hands its response to an {@link EventStream}. Written without the framework's own events, which
 * have no way to bound what waits for a slow client.
 */
@Provider
@Singleton
public class LiveAnswerWriter implements ServerMessageBodyWriter<LiveAnswer> {
    private final Streams streams;

    public LiveAnswerWriter(Streams streams) {
        this.streams = streams;
    }

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return LiveAnswer.class.isAssignableFrom(type);
    }

    @Override
    public void writeResponse(LiveAnswer answer, Type genericType, ServerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
        request.suspend();
        streams.open(answer, request.unwrap(RoutingContext.class), request::resume);
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return LiveAnswer.class.isAssignableFrom(type);
    }

    @Override
    public void writeTo(
            LiveAnswer answer,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream body) {
        throw new IllegalStateException("a live answer cannot be written at once");
    }
}
