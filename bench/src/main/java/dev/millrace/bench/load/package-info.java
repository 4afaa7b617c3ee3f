/** What puts load on the system over HTTP. */
package dev.millrace.bench.load;
