/** Slows the job types whose every attempt fails, so that an outage of what they need costs neither their budgets nor the slots. */
package dev.millrace.worker.circuit;
