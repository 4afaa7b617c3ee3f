package dev.millrace.api.redaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.api.json.Pointers;
import dev.millrace.api.json.RequestJson;
import dev.millrace.api.problem.Violations;
import java.util.HashMap;
import java.util.Map;

/**
 * Somebody's edit of masked JSON, in which values take the place of masks again. A text counts as a mask wherever it stands, for
 * an edit may have moved it, unless it stood there in the original, too.
 *
 * <p>Members of objects are told by their names. Elements of a list are told by how they look: one in which masks stand is the
 * original's element that looks the same, unless several look so and hide different values. One that looks like none is the
 * edited element at its place if no other element of the list has changed. In all other cases nobody can tell, and the masks
 * are noted as wrong.
 */
final class MaskedEdit {
    private static final String ADVICE =
            "is masked, and it cannot be told which value is meant: write the value itself, or"
                    + " leave this part of the payload as it was shown";

    private final Violations violations;

    MaskedEdit(Violations violations) {
        this.violations = violations;
    }

    /** Whether a mask stands anywhere. */
    static boolean holdsMask(JsonNode node) {
        if (node.isTextual()) {
            return isMask(node);
        }
        for (JsonNode child : node) {
            if (holdsMask(child)) {
                return true;
            }
        }
        return false;
    }

    static boolean isMask(JsonNode node) {
        return node.isTextual() && node.textValue().strip().equals(Redaction.MASK);
    }

    /**
     * The edit with the original's values.
     *
     * @param edited may be changed
     * @param masked the original as it was shown
     */
    JsonNode restored(JsonNode edited, String original, String masked, String pointer) {
        return restored(edited, RequestJson.trusted(masked), RequestJson.trusted(original), pointer);
    }

    /**
     * @param shown how what stood here looked; null when nothing did
     * @param hidden what stood here; null when nothing did
     */
    private JsonNode restored(JsonNode edited, JsonNode shown, JsonNode hidden, String pointer) {
        if (!holdsMask(edited)) {
            return edited;
        }
        if (edited.equals(shown)) {
            return hidden;
        }
        if (edited instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                String name = member.getKey();
                member.setValue(restored(
                        member.getValue(),
                        shown == null ? null : shown.get(name),
                        hidden == null ? null : hidden.get(name),
                        Pointers.child(pointer, name)));
            }
        } else if (edited instanceof ArrayNode list && shown instanceof ArrayNode before) {
            restoreElements(list, before, (ArrayNode) hidden, pointer);
        } else {
            refuse(edited, pointer);
        }
        return edited;
    }

    private void restoreElements(ArrayNode edited, ArrayNode shown, ArrayNode hidden, String pointer) {
        Map<JsonNode, JsonNode> byLook = byLook(shown, hidden);
        int onlyChange = onlyChange(edited, shown);
        for (int i = 0; i < edited.size(); i++) {
            JsonNode element = edited.get(i);
            if (!holdsMask(element)) {
                continue;
            }
            JsonNode meant = byLook.get(element);
            if (meant == null && i == onlyChange) {
                edited.set(i, restored(element, shown.get(i), hidden.get(i), Pointers.child(pointer, i)));
            } else if (meant == null || meant.isMissingNode()) {
                refuse(element, Pointers.child(pointer, i));
            } else {
                edited.set(i, meant);
            }
        }
    }

    /** What hides behind each look; a missing node where different values do. */
    private static Map<JsonNode, JsonNode> byLook(ArrayNode shown, ArrayNode hidden) {
        Map<JsonNode, JsonNode> byLook = new HashMap<>();
        for (int i = 0; i < shown.size(); i++) {
            byLook.merge(
                    shown.get(i), hidden.get(i), (one, other) -> one.equals(other) ? one : MissingNode.getInstance());
        }
        return byLook;
    }

    /** The only place at which an element was changed, while all others stand where they were; -1 for none or several. */
    private static int onlyChange(ArrayNode edited, ArrayNode shown) {
        int change = -1;
        if (edited.size() != shown.size()) {
            return change;
        }
        for (int i = 0; i < edited.size(); i++) {
            if (!edited.get(i).equals(shown.get(i))) {
                if (change >= 0) {
                    return -1;
                }
                change = i;
            }
        }
        return change;
    }

    private void refuse(JsonNode node, String pointer) {
        if (isMask(node)) {
            violations.add(pointer, ADVICE);
        } else if (node.isObject()) {
            node.properties().forEach(member -> refuse(member.getValue(), Pointers.child(pointer, member.getKey())));
        } else {
            for (int i = 0; i < node.size(); i++) {
                refuse(node.get(i), Pointers.child(pointer, i));
            }
        }
    }
}
