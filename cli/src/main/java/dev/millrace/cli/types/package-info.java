/** Job types, and what their payloads may hold. */
package dev.millrace.cli.types;
