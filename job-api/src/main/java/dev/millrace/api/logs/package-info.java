/** What handlers say about their jobs: read and watched. */
package dev.millrace.api.logs;
