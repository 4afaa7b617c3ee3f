package dev.millrace.api.documentation;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Serves the two pages that show the API's description: Swagger UI at {@code /docs}, ReDoc at {@code /redoc}. Both load
 * nothing from elsewhere, and run no inline script, which the pages that come with them would.
 */
@Singleton
public class ReferencePages {
    private static final int PERMANENT_REDIRECT = 308;
    private static final int BEFORE_SWAGGER_UI = 1;
    private static final String HTML = "text/html; charset=utf-8";
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final String REDOC_RELEASE = "META-INF/maven/org.webjars/redoc/pom.properties";
    private static final String REDOC = "META-INF/resources/webjars/redoc/%s/redoc.standalone.js";
    private static final String REDOC_LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg";
    private static final String NO_PICTURE = "data:,";

    void register(@Observes Router router) {
        router.get("/docs").order(BEFORE_SWAGGER_UI).handler(context -> lead(context, "/docs/"));
        serve(router, "/docs/", HTML, page("docs.html"));
        serve(router, "/docs/index.html", HTML, page("docs.html"));
        serve(router, "/docs/begin.js", JAVASCRIPT, page("docs.js"));
        router.get("/redoc").order(BEFORE_SWAGGER_UI).handler(context -> lead(context, "/redoc/"));
        serve(router, "/redoc/", HTML, page("redoc.html"));
        serve(router, "/redoc/begin.js", JAVASCRIPT, page("redoc.js"));
        serve(router, "/redoc/redoc.standalone.js", JAVASCRIPT, redoc());
    }

    private static void serve(Router router, String path, String type, String text) {
        Buffer content = Buffer.buffer(text);
        router.getWithRegex(Pattern.quote(path)).order(BEFORE_SWAGGER_UI).handler(context -> context.response()
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "no-cache")
                .end(content)
                .onFailure(context::fail));
    }

    private static void lead(RoutingContext context, String path) {
        if (context.request().path().equals(path)) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(PERMANENT_REDIRECT)
                .putHeader("Location", path)
                .end();
    }

    private static String page(String name) {
        return read("reference/" + name);
    }

    /** ReDoc's script, but for the one picture that it would load from its makers. */
    private static String redoc() {
        return read(REDOC.formatted(redocVersion())).replace(REDOC_LOGO, NO_PICTURE);
    }

    private static String redocVersion() {
        Properties release = new Properties();
        try (InputStream stream = open(REDOC_RELEASE)) {
            release.load(stream);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return release.getProperty("version");
    }

    private static String read(String resource) {
        try (InputStream stream = open(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static InputStream open(String resource) {
        InputStream stream = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource);
        if (stream == null) {
            throw new IllegalStateException("the build lacks " + resource);
        }
        return stream;
    }
}
