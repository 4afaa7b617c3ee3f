package dev.millrace.api.idempotency;

import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.problem.Violation;
import dev.millrace.core.store.IdempotencyKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** The request header that makes a repetition known, and the response header that says so. */
public final class IdempotencyHeader {
    public static final String NAME = "Idempotency-Key";
    /** True in the answer that was given before. */
    public static final String REPLAYED = "Idempotent-Replayed";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private IdempotencyHeader() {}

    /**
     * The key of a request; sound and null when it has none.
     *
     * @param owner whose key it is
     * @param header as given, or null
     * @param operation what is asked, so that one key cannot stand for two kinds of requests
     * @param body the bytes that ask it
     */
    public static Checked<IdempotencyKey> read(String owner, String header, String operation, byte[] body) {
        if (header == null) {
            return Checked.sound(null);
        }
        if (!KEY.matcher(header).matches()) {
            String detail = "must be 1 to 255 printable ASCII characters without blanks";
            return Checked.refused(Problem.of(ProblemType.INVALID_REQUEST, NAME + ": " + detail)
                    .withErrors(List.of(new Violation(NAME, detail))));
        }
        return Checked.sound(new IdempotencyKey(owner, header, hash(operation, body)));
    }

    /** The answer when an earlier request with the key asked for something else. */
    public static Problem reused() {
        return Problem.of(
                ProblemType.IDEMPOTENCY_KEY_REUSED,
                "an earlier request with this " + NAME + " asked for something else; take a new key");
    }

    /** The answer when an earlier request with the key is not decided yet. */
    public static Problem inFlight() {
        return Problem.of(
                ProblemType.IDEMPOTENCY_IN_FLIGHT,
                "an earlier request with this " + NAME + " is not answered yet; repeat this one shortly");
    }

    private static String hash(String operation, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(operation.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
