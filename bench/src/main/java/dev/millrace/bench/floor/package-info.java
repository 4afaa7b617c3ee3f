/** What the machine's PostgreSQL, RabbitMQ and HTTP stack do at best, measured in the same run. */
package dev.millrace.bench.floor;
