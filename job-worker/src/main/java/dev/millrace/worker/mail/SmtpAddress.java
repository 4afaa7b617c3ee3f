package dev.millrace.worker.mail;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Where the mail server is and who sends.
 *
 * @param secure whether the connection begins with TLS; without it, it is asked for by STARTTLS
 * @param user null when the server asks for no credentials
 * @param password null when there is no user; never printed
 */
record SmtpAddress(boolean secure, String host, int port, String user, String password) {
    private static final int PLAIN_PORT = 25;
    private static final int SUBMISSION_PORT = 587;
    private static final int SECURE_PORT = 465;
    private static final String FORM = "millrace.smtp.url must look like smtp://user:password@host:port";

    /**
     * Reads {@code smtp://user:password@host:port} or {@code smtps://...}; user and password may be percent-encoded, and
     * left out together. The port is 465 for smtps, 587 with credentials, else 25.
     *
     * @throws IllegalArgumentException saying what is wrong, without the password
     */
    static SmtpAddress parse(String url) {
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (URISyntaxException unreadable) {
            throw new IllegalArgumentException(
                    "millrace.smtp.url is not a URL (percent-encode special characters): " + unreadable.getReason());
        }
        boolean secure = "smtps".equals(uri.getScheme());
        if (!secure && !"smtp".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException(FORM);
        }
        String[] credentials = uri.getRawUserInfo() == null
                ? new String[2]
                : uri.getRawUserInfo().split(":", 2);
        if (credentials.length != 2) {
            throw new IllegalArgumentException(FORM);
        }
        int usual = secure ? SECURE_PORT : credentials[0] == null ? PLAIN_PORT : SUBMISSION_PORT;
        return new SmtpAddress(
                secure,
                uri.getHost(),
                uri.getPort() == -1 ? usual : uri.getPort(),
                decode(credentials[0]),
                decode(credentials[1]));
    }

    @Override
    public String toString() {
        return (secure ? "smtps://" : "smtp://") + host + ":" + port;
    }

    private static String decode(String encoded) {
        return encoded == null ? null : URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
