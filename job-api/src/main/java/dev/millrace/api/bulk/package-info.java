/** One action asked of all jobs that a filter finds: previewed, started, watched, stopped. */
package dev.millrace.api.bulk;
