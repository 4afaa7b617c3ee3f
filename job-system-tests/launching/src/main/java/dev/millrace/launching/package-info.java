/** Runs Millrace's own launcher, for all that needs running services. Knows nothing of who uses it. */
package dev.millrace.launching;
