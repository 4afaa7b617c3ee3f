/**
 * Looks at a running system for what usually is wrong with one: how its servers are set up, whether its parts know of each
 * other, and whether its work flows. It changes nothing, but for a queue of its own in the broker for as long as it looks.
 */
package dev.millrace.core.doctor;
