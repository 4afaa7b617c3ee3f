/** What kinds of jobs the workers run. */
package dev.millrace.api.jobtypes;
