/** What a job is and how it may change. Depends on the JDK alone. */
package dev.millrace.core.job;
