package dev.millrace.api.security.sessions;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;

/** Tells whether a browser sends a request on behalf of a page of another site. */
public final class Origins {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private Origins() {}

    /**
     * Whether the request comes from a page that is not of this very host, as far as the browser tells. What is no browser
     * tells nothing and is not foreign.
     */
    public static boolean isForeign(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return true;
        }
        String origin = request.getHeader("Origin");
        return origin != null && !isOf(request.authority(), origin);
    }

    private static boolean isOf(HostAndPort authority, String origin) {
        try {
            URI uri = new URI(origin);
            if (authority == null || uri.getHost() == null || !uri.getHost().equalsIgnoreCase(authority.host())) {
                return false;
            }
            int standard = "https".equalsIgnoreCase(uri.getScheme()) ? HTTPS : HTTP;
            int port = uri.getPort() == -1 ? standard : uri.getPort();
            // A proxy that ends TLS leaves the scheme, and so the port that is not written, to guess.
            return authority.port() > 0 ? port == authority.port() : port == HTTP || port == HTTPS;
        } catch (URISyntaxException unreadable) {
            return false;
        }
    }
}
