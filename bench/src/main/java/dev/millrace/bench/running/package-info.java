/** The services and servers that are measured, seen from outside: addresses, database, processes. */
package dev.millrace.bench.running;
