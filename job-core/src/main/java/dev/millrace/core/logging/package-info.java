/** What keeps the logs trustworthy. */
package dev.millrace.core.logging;
