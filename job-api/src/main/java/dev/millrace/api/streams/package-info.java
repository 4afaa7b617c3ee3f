/** Server-Sent Events: what one client is sent, and all that bounds it. Which events there are, others know. */
package dev.millrace.api.streams;
