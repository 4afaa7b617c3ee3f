package dev.millrace.core.messaging;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a lane carries: the ids of jobs that were ready when it was written. On the wire it is
 * {@code {"v":1,"ids":["..."]}}; further keys are left to later versions and ignored.
 *
 * @param jobIds 1 to {@value #MAX_JOB_IDS} ids of jobs of one lane, in the order in which they should be claimed
 */
public record JobTicket(List<UUID> jobIds) {
    /** The most ids that one ticket names. */
    public static final int MAX_JOB_IDS = 10_000;

    private static final int VERSION = 1;
    private static final int UUID_LENGTH = 36;
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    /** @throws IllegalArgumentException when there is no id, or more than {@value #MAX_JOB_IDS} */
    public JobTicket {
        jobIds = List.copyOf(jobIds);
        if (!isAllowedCount(jobIds.size())) {
            throw new IllegalArgumentException("a ticket names 1 to " + MAX_JOB_IDS + " jobs, not " + jobIds.size());
        }
    }

    /** A ticket for one job. */
    public static JobTicket of(UUID jobId) {
        return new JobTicket(List.of(jobId));
    }

    /** The ticket as UTF-8 JSON. */
    public byte[] encode() {
        var json = new StringBuilder(16 + jobIds.size() * (UUID_LENGTH + 3));
        json.append("{\"v\":").append(VERSION).append(",\"ids\":[");
        String separator = "\"";
        for (UUID jobId : jobIds) {
            json.append(separator).append(jobId).append('"');
            separator = ",\"";
        }
        return json.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The ticket in these bytes; empty when they hold none: no JSON, another version, no ids, too many, no UUIDs. */
    public static Optional<JobTicket> decode(byte[] body) {
        try {
            return read(READER.readTree(body));
        } catch (IOException junk) {
            return Optional.empty();
        }
    }

    private static Optional<JobTicket> read(JsonNode ticket) {
        JsonNode version = ticket.path("v");
        JsonNode ids = ticket.path("ids");
        if (!version.isInt() || version.intValue() != VERSION || !ids.isArray() || !isAllowedCount(ids.size())) {
            return Optional.empty();
        }
        var jobIds = new ArrayList<UUID>(ids.size());
        for (JsonNode id : ids) {
            Optional<UUID> jobId = readId(id);
            if (jobId.isEmpty()) {
                return Optional.empty();
            }
            jobIds.add(jobId.get());
        }
        return Optional.of(new JobTicket(jobIds));
    }

    private static Optional<UUID> readId(JsonNode id) {
        // UUID.fromString also takes short groups such as 1-1-1-1-1, which nobody writes but by mistake.
        if (!id.isTextual() || id.textValue().length() != UUID_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(id.textValue()));
        } catch (IllegalArgumentException noUuid) {
            return Optional.empty();
        }
    }

    private static boolean isAllowedCount(int count) {
        return count >= 1 && count <= MAX_JOB_IDS;
    }
}
