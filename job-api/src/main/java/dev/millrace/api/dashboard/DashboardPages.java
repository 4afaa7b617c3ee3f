package dev.millrace.api.dashboard;

import dev.millrace.api.browser.Asset;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;

/**
 * Serves the dashboard: one page at every address below {@code /dashboard} and at {@code /ops}, for which page is meant is the
 * browser's business. The page is asked for anew each time; what it loads has names made of its content, and may be kept for
 * ever. Nothing here needs a role: everything worth guarding comes over the API.
 */
@Singleton
public class DashboardPages {
    private static final int FOUND = 302;
    private static final int BEFORE_RESOURCES = 1;
    private static final String ASK_EACH_TIME = "no-cache";
    private static final String KEEP_FOR_EVER = "public, max-age=31536000, immutable";
    private static final String ASSETS = "/dashboard/assets/";

    void register(@Observes Router router) {
        Asset script = Asset.of("text/javascript; charset=utf-8", Asset.read("dashboard/main.js"));
        Asset styles = Asset.of("text/css; charset=utf-8", Asset.read("dashboard/main.css"));
        Asset icon = Asset.of("image/svg+xml", Asset.read("dashboard/icon.svg"));
        String scriptPath = ASSETS + "main." + script.hash() + ".js";
        String stylesPath = ASSETS + "main." + styles.hash() + ".css";
        String html = new String(Asset.read("dashboard/index.html"), StandardCharsets.UTF_8)
                .replace(ASSETS + "main.js", scriptPath)
                .replace(ASSETS + "main.css", stylesPath);
        Asset page = Asset.of("text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));

        serve(router, scriptPath, script, KEEP_FOR_EVER);
        serve(router, stylesPath, styles, KEEP_FOR_EVER);
        serve(router, "/dashboard/icon.svg", icon, ASK_EACH_TIME);
        router.route(ASSETS + "*").order(BEFORE_RESOURCES).handler(context -> context.fail(404));
        serve(router, "/dashboard", page, ASK_EACH_TIME);
        serve(router, "/dashboard/*", page, ASK_EACH_TIME);
        serve(router, "/ops", page, ASK_EACH_TIME);
        router.get("/").order(BEFORE_RESOURCES).handler(DashboardPages::lead);
    }

    private static void serve(Router router, String path, Asset asset, String cacheControl) {
        router.route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(BEFORE_RESOURCES)
                .handler(context -> asset.answer(context, cacheControl));
    }

    private static void lead(RoutingContext context) {
        context.response()
                .setStatusCode(FOUND)
                .putHeader(HttpHeaderNames.LOCATION, "/dashboard")
                .end()
                .onFailure(context::fail);
    }
}
