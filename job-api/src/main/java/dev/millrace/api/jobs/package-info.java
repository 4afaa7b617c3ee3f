/** Jobs as clients see them: one, many, their attempts, and what may be asked of them. */
package dev.millrace.api.jobs;
