/** Signing in and out, and what keeps others from doing so in somebody's name. */
package dev.millrace.api.security.sessions;
