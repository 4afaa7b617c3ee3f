package dev.millrace.api.hostile;

import java.util.List;

/**
 * A request to send.
 *
 * @param path with its query, encoded
 * @param headers names and values in turn
 * @param body text, or null for none
 */
record HostileRequest(String method, String path, List<String> headers, String body) {}
