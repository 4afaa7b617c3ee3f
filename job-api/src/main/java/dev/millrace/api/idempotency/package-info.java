/** Requests that may be repeated without being made twice. */
package dev.millrace.api.idempotency;
