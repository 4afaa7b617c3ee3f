package dev.millrace.api.problem;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One thing wrong with a request.
 *
 * @param pointer JSON Pointer (RFC 6901) into the request's body, or the name of a query parameter
 * @param detail what is wrong there, for people
 */
@RegisterForReflection
public record Violation(
        @Schema(
                description = "JSON Pointer into the request's body, or a query parameter's name",
                examples = "/payload/to")
        String pointer,

        @Schema(description = "What is wrong there", examples = "is required but missing")
        String detail) {}
