package dev.millrace.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A certificate authority of a test's own, and what it signs; made by openssl, for the JDK writes no keys that others read. */
final class TestAuthority {
    private static final String VALID_DAYS = "2";

    private final Path folder;
    private final String name;

    TestAuthority(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        List<String> command = new ArrayList<>(List.of("req", "-x509"));
        command.addAll(newKey(name));
        command.addAll(List.of(
                "-days",
                VALID_DAYS,
                "-out",
                certificate().toString(),
                "-subj",
                "/CN=" + name,
                "-addext",
                "keyUsage=critical,keyCertSign,cRLSign"));
        openssl(command);
    }

    /** Its own certificate, in PEM. */
    Path certificate() {
        return folder.resolve(name + ".pem");
    }

    /** Signs a certificate for one host name, and returns where it is. */
    Path certificateFor(String host) {
        Path request = folder.resolve(host + ".csr");
        List<String> command = new ArrayList<>(List.of("req"));
        command.addAll(newKey(host));
        command.addAll(
                List.of("-out", request.toString(), "-subj", "/CN=" + host, "-addext", "subjectAltName=DNS:" + host));
        openssl(command);
        Path certificate = folder.resolve(host + ".pem");
        openssl(List.of(
                "x509",
                "-req",
                "-in",
                request.toString(),
                "-CA",
                certificate().toString(),
                "-CAkey",
                keyOf(name).toString(),
                "-CAcreateserial",
                "-days",
                VALID_DAYS,
                "-copy_extensions",
                "copy",
                "-out",
                certificate.toString()));
        return certificate;
    }

    /** The key of a certificate that it signed, in PEM. */
    Path keyOf(String host) {
        return folder.resolve(host + ".key");
    }

    private List<String> newKey(String owner) {
        return List.of(
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                keyOf(owner).toString());
    }

    private static void openssl(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        try {
            Process openssl =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (openssl.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed:\n" + printed);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** What a file holds, as the servers are given it. */
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
