/**
 * Submits jobs to Millrace and follows them. {@link dev.millrace.client.MillraceClient} is where to begin; it needs nothing but
 * the JDK's HTTP client and Jackson.
 */
package dev.millrace.client;
