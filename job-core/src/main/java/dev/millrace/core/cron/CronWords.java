package dev.millrace.core.cron;

import com.cronutils.descriptor.CronDescriptor;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import java.util.Locale;

/** Says an expression in English. */
final class CronWords {
    private static final CronParser FIVE_FIELDS = new CronParser(definition(false));
    private static final CronParser SIX_FIELDS = new CronParser(definition(true));
    private static final String ON_THE_MINUTE = "0 ";
    private static final int FIELDS_WITH_SECONDS = 6;

    private CronWords() {}

    /** @param text fields that {@link CronExpression#parse} has found valid */
    static String describe(String text) {
        String stars = text.replace('?', '*').toUpperCase(Locale.ROOT);
        boolean hasSeconds = stars.split(" ").length == FIELDS_WITH_SECONDS;
        boolean onTheMinute = hasSeconds && stars.startsWith(ON_THE_MINUTE);
        String fields = onTheMinute ? stars.substring(ON_THE_MINUTE.length()) : stars;
        try {
            CronParser parser = hasSeconds && !onTheMinute ? SIX_FIELDS : FIVE_FIELDS;
            return CronDescriptor.instance(Locale.ENGLISH).describe(parser.parse(fields));
        } catch (IllegalArgumentException beyondIt) {
            // The library understands a little less than we do; what it cannot say is no less valid.
            return text;
        }
    }

    private static CronDefinition definition(boolean seconds) {
        CronDefinitionBuilder fields = CronDefinitionBuilder.defineCron();
        if (seconds) {
            fields = fields.withSeconds().withValidRange(0, 59).and();
        }
        return fields.withMinutes()
                .withValidRange(0, 59)
                .and()
                .withHours()
                .withValidRange(0, 23)
                .and()
                .withDayOfMonth()
                .withValidRange(1, 31)
                .and()
                .withMonth()
                .withValidRange(1, 12)
                .and()
                .withDayOfWeek()
                .withValidRange(0, 7)
                .withMondayDoWValue(1)
                .withIntMapping(7, 0)
                .and()
                .instance();
    }
}
