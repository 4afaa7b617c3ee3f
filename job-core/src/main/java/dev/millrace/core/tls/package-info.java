/** TLS to PostgreSQL and RabbitMQ: whose certificates are believed, and what a refused one is told as. */
package dev.millrace.core.tls;
