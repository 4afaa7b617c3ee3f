/** Millrace's processes and servers, started, killed, frozen and wiped. */
package dev.millrace.chaos.process;
