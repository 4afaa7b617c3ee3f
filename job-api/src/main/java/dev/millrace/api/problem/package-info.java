/** What every refused request is answered with: application/problem+json (RFC 9457), from one catalogue. */
package dev.millrace.api.problem;
