/** The worker of the fault suite. */
package dev.millrace.chaos.worker;
