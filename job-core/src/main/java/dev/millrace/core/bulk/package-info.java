/** One action asked of many jobs at once: frozen, then carried out in the background, exactly once for each job. */
package dev.millrace.core.bulk;
