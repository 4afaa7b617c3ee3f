package dev.millrace.core.testing;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Reads and rewrites the URLs that name servers. */
final class ServerUrl {
    private ServerUrl() {}

    static String user(URI url) {
        return decode(url.getRawUserInfo().split(":", 2)[0]);
    }

    static String password(URI url) {
        return decode(url.getRawUserInfo().split(":", 2)[1]);
    }

    /** The same server and user, another path: a database or a virtual host. */
    static URI withPath(URI url, String name) {
        return URI.create(url.getScheme() + "://" + url.getRawUserInfo() + "@" + url.getHost() + ":" + url.getPort()
                + "/" + encode(name));
    }

    /** The same user and path, another server. */
    static URI withServer(URI url, String host, int port) {
        return URI.create(url.getScheme() + "://" + url.getRawUserInfo() + "@" + host + ":" + port + url.getRawPath());
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
