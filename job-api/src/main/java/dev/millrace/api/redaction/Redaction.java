package dev.millrace.api.redaction;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.json.Pointers;
import dev.millrace.api.problem.Violations;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/**
 * Masks named fields of JSON, and puts back what was masked. A masked field is masked as a whole, whatever it holds. Where no
 * field is named nothing is read. Safe for use by many threads.
 */
public final class Redaction {
    /** What stands in the place of a masked value. */
    public static final String MASK = "[redacted]";

    private static final String MASKED_JSON = '"' + MASK + '"';
    private static final String NO_VALUE =
            "is the mask of a hidden value, and no value: write the value itself; to repeat a job"
                    + " with what it hides, replay it";

    /** Payloads nest 32 levels deep at most, results as their handlers like; what is deeper is masked as a whole. */
    private static final int DEEPEST = 500;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final RedactedFields fields;

    private Redaction(RedactedFields fields) {
        this.fields = fields;
    }

    /** @throws IllegalArgumentException when one of the settings names no field */
    public static Redaction of(RedactionSettings settings) {
        return of(settings.fields().orElse(List.of()));
    }

    /** As {@link #of(RedactionSettings)}. */
    public static Redaction of(List<String> fields) {
        return new Redaction(new RedactedFields(fields));
    }

    /** Whether anything is masked at all. */
    public boolean isOn() {
        return !fields.isEmpty();
    }

    /** JSON with the values of the named fields masked, to the letter the same when it has none; null stays null. */
    public String mask(String json) {
        if (json == null || !isOn()) {
            return json;
        }
        StringWriter written = new StringWriter(json.length());
        try (JsonParser parser = FACTORY.createParser(json);
                MaskingCopy copy = new MaskingCopy(parser, FACTORY.createGenerator(written))) {
            parser.nextToken();
            copy.write(fields.root());
            copy.flush();
            return copy.hasMasked() ? written.toString() : json;
        } catch (IOException beyondBounds) {
            return MASKED_JSON;
        }
    }

    /** Notes a filter that looks at what is masked, for whoever may ask often enough would learn it. */
    public void refuseLookingAt(List<String> path, String pointer, Violations violations) {
        if (covers(path)) {
            violations.add(pointer, "is masked (millrace.redaction.fields), so that no filter may look at it");
        }
    }

    private boolean covers(List<String> path) {
        RedactedFields.Spot spot = fields.root();
        for (String name : path) {
            spot = spot.asked(name);
            if (spot.isMasked()) {
                return true;
            }
        }
        return false;
    }

    /** Notes every mask that stands in new JSON where a value would be masked. */
    public void refuseMasks(JsonNode fresh, String pointer, Violations violations) {
        if (isOn()) {
            refuseMasks(fresh, fields.root(), pointer, violations);
        }
    }

    /** Whether masks stand in an edit, for which the original's values are wanted. */
    public boolean holdsMasks(JsonNode edited) {
        return isOn() && MaskedEdit.holdsMask(edited);
    }

    /**
     * An edit of what {@link #mask} made of {@code original}, with the original's values where masks still stand. Masks of which
     * nobody can tell what they stand for are noted.
     *
     * @param edited is not changed
     */
    public JsonNode restored(JsonNode edited, String original, String pointer, Violations violations) {
        return holdsMasks(edited)
                ? new MaskedEdit(violations).restored(edited.deepCopy(), original, mask(original), pointer)
                : edited;
    }

    private static void refuseMasks(JsonNode node, RedactedFields.Spot spot, String pointer, Violations violations) {
        if (spot.isMasked() && MaskedEdit.isMask(node)) {
            violations.add(pointer, NO_VALUE);
        } else if (node.isObject()) {
            node.properties()
                    .forEach(member -> refuseMasks(
                            member.getValue(),
                            spot.isMasked() ? spot : spot.member(member.getKey()),
                            Pointers.child(pointer, member.getKey()),
                            violations));
        } else {
            for (int i = 0; i < node.size(); i++) {
                refuseMasks(
                        node.get(i), spot.isMasked() ? spot : spot.element(i), Pointers.child(pointer, i), violations);
            }
        }
    }
}
