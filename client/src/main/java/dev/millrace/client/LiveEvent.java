package dev.millrace.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something that the server told while it was listened to.
 *
 * @param name {@code job}: the whole job, as it stands; {@code gone}: there is no such job; {@code log}: a line of a job's log;
 *     {@code skipped}: lines that are missing here; {@code unavailable}: it cannot be read for the moment; {@code end}: nothing
 *     follows. Newer servers may tell more
 * @param data what was told, as docs/api.md describes it
 */
public record LiveEvent(String name, JsonNode data) {
    static final String END = "end";
}
