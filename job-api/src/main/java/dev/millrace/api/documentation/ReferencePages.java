package dev.millrace.api.documentation;

import dev.millrace.api.browser.Asset;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
    private static final String ASK_EACH_TIME = "no-cache";
    private static final String REDOC_RELEASE = "META-INF/maven/org.webjars/redoc/pom.properties";
    private static final String REDOC = "META-INF/resources/webjars/redoc/%s/redoc.standalone.js";
    private static final String REDOC_LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg";
    private static final String NO_PICTURE = "data:,";

    private Asset redoc;

    void register(@Observes Router router) {
        Asset docs = page(HTML, "docs.html");
        router.get("/docs").order(BEFORE_SWAGGER_UI).handler(context -> lead(context, "/docs/"));
        serve(router, "/docs/", docs);
        serve(router, "/docs/index.html", docs);
        serve(router, "/docs/begin.js", page(JAVASCRIPT, "docs.js"));
        router.get("/redoc").order(BEFORE_SWAGGER_UI).handler(context -> lead(context, "/redoc/"));
        serve(router, "/redoc/", page(HTML, "redoc.html"));
        serve(router, "/redoc/begin.js", page(JAVASCRIPT, "redoc.js"));
        at(router, "/redoc/redoc.standalone.js")
                .blockingHandler(context -> redoc().answer(context, ASK_EACH_TIME), false);
    }

    private static void serve(Router router, String path, Asset asset) {
        at(router, path).handler(context -> asset.answer(context, ASK_EACH_TIME));
    }

    /** A path with a slash at its end is another one here. */
    private static Route at(Router router, String path) {
        return router.routeWithRegex(Pattern.quote(path))
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(BEFORE_SWAGGER_UI);
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

    private static Asset page(String type, String name) {
        return Asset.of(type, Asset.read("reference/" + name));
    }

    /** ReDoc's script, but for the one picture that it would load from its makers; read when somebody first wants to see it. */
    private synchronized Asset redoc() {
        if (redoc == null) {
            String script = new String(Asset.read(REDOC.formatted(redocVersion())), StandardCharsets.UTF_8);
            redoc = Asset.of(JAVASCRIPT, script.replace(REDOC_LOGO, NO_PICTURE).getBytes(StandardCharsets.UTF_8));
        }
        return redoc;
    }

    private static String redocVersion() {
        Properties release = new Properties();
        try {
            release.load(new ByteArrayInputStream(Asset.read(REDOC_RELEASE)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return release.getProperty("version");
    }
}
