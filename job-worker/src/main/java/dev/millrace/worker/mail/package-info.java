/** Sends e-mail over SMTP, where a server is configured. */
package dev.millrace.worker.mail;
