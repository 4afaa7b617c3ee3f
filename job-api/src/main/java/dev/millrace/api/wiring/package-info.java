/** Settings and start-up of the service. */
package dev.millrace.api.wiring;
