package dev.millrace.api.security;

/**
 * Who makes a request.
 *
 * @param id stable and unique: {@code open}, {@code key:<uuid>} or {@code user:<uuid>}
 * @param name for people
 * @param address from where, or null when unknown
 */
public record Caller(String id, String name, Role role, String address) {}
