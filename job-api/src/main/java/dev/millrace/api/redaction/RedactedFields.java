package dev.millrace.api.redaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which fields are masked: some wherever they stand, some by where they stand. Upper and lower case count the same. */
final class RedactedFields {
    private static final Pattern BAD_ESCAPE = Pattern.compile("~(?![01])");

    private final Set<String> anywhere = new HashSet<>();
    private final Spot root;
    private final Spot elsewhere = new Spot(List.of(), false);
    private final Spot masked = new Spot(List.of(), true);

    /** @throws IllegalArgumentException when one of them names no field, saying which */
    RedactedFields(List<String> fields) {
        Place places = new Place();
        for (String field : fields) {
            String plain = field.strip().toLowerCase(Locale.ROOT);
            if (plain.startsWith("/")) {
                grow(places, field, plain);
            } else if (plain.isEmpty() || plain.matches(".*[*/.~].*")) {
                throw unfit(field);
            } else {
                anywhere.add(plain);
            }
        }
        root = places.leadsOn() ? new Spot(List.of(places), false) : elsewhere;
    }

    boolean isEmpty() {
        return anywhere.isEmpty() && root == elsewhere;
    }

    /** Where every document begins. */
    Spot root() {
        return root;
    }

    private static void grow(Place places, String field, String pointer) {
        if (BAD_ESCAPE.matcher(pointer).find()) {
            throw unfit(field);
        }
        Place place = places;
        for (String step : pointer.substring(1).split("/", -1)) {
            if (step.isEmpty()) {
                throw unfit(field);
            }
            place = place.grow(step.replace("~1", "/").replace("~0", "~"));
        }
        place.end();
    }

    private static IllegalArgumentException unfit(String field) {
        return new IllegalArgumentException("millrace.redaction.fields: '" + field
                + "' names no field; write a name such as password, which is masked wherever it stands, or a pointer from"
                + " the root such as /card/number or /items/*/token");
    }

    /** A place in a document, as far as the masked fields are concerned. */
    final class Spot {
        private final List<Place> places;
        private final boolean isMasked;

        private Spot(List<Place> places, boolean isMasked) {
            this.places = places;
            this.isMasked = isMasked;
        }

        /** Whether what stands here is masked, whatever it is. */
        boolean isMasked() {
            return isMasked;
        }

        /** The place of an object's member. */
        Spot member(String name) {
            String lowerCase = name.toLowerCase(Locale.ROOT);
            return anywhere.contains(lowerCase) ? masked : step(lowerCase, Place::step);
        }

        /** The place of an array's element. */
        Spot element(int index) {
            return places.isEmpty() ? elsewhere : step(Integer.toString(index), Place::step);
        }

        /** The place of a member or an element, by whatever a filter calls it. */
        Spot asked(String name) {
            String lowerCase = name.toLowerCase(Locale.ROOT);
            return anywhere.contains(lowerCase) ? masked : step(lowerCase, Place::widely);
        }

        private Spot step(String name, BiFunction<Place, String, Stream<Place>> way) {
            if (places.isEmpty()) {
                return elsewhere;
            }
            List<Place> next = new ArrayList<>();
            for (Place place : places) {
                way.apply(place, name).forEach(next::add);
            }
            if (next.stream().anyMatch(Place::isEnd)) {
                return masked;
            }
            return next.isEmpty() ? elsewhere : new Spot(next, false);
        }
    }
}
