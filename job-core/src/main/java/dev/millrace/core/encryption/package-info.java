/**
 * Encryption at rest of what jobs carry and say: payloads, results, messages of errors, progress and logs. The store seals
 * what it writes and opens what it reads, so that nobody else meets a sealed text.
 */
package dev.millrace.core.encryption;
