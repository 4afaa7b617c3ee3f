/**
 * Cron expressions: five fields (minute, hour, day of month, month, day of week), six with seconds first, and the names
 * {@code @yearly} to {@code @hourly}; in any time zone, with the same answers on every machine.
 *
 * <p>Where clocks change: a fixed time that the change skips fires once, moved forward by as much as was skipped (02:30
 * becomes 03:30); one that comes twice fires at the first. An expression that allows every hour runs in real time: it fires
 * whenever the clock shows a matching time, twice if it shows it twice, and not at a time that it never shows.
 */
package dev.millrace.core.cron;
