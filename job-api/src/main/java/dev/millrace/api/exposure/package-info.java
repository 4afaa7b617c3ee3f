/** Keeps a service without authentication to its own machine. */
package dev.millrace.api.exposure;
