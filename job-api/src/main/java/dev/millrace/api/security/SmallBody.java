package dev.millrace.api.security;

import dev.millrace.api.json.Fields;
import dev.millrace.api.json.RequestJson;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.problem.Violations;
import java.util.function.Function;

/** Reads the small requests about keys, users and sessions. */
public final class SmallBody {
    private static final int LARGEST = 16 << 10;

    private SmallBody() {}

    /**
     * What {@code read} makes of the object's fields, when nothing is wrong with them; {@code read} notes what is, and may
     * then return anything.
     */
    public static <T> Checked<T> read(byte[] body, Function<Fields, T> read) {
        if (body.length > LARGEST) {
            return Checked.refused(Problem.of(ProblemType.TOO_LARGE, "this request is at most 16 KiB"));
        }
        Checked<Checked<T>> checked = RequestJson.read(body).map(json -> {
            Violations violations = new Violations();
            Fields fields = Fields.of(json, "", violations);
            if (fields == null) {
                return Checked.refused(violations.toProblem());
            }
            T value = read.apply(fields);
            fields.refuseUnknown();
            return violations.isEmpty() ? Checked.sound(value) : Checked.refused(violations.toProblem());
        });
        return checked.fold(inner -> inner, Checked::refused);
    }
}
