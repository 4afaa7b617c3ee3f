/**
 * Tickets over RabbitMQ: the broker's layout, the connection that never gives up, the publisher with confirms and the
 * consumer with manual acknowledgement. A ticket is a hint that a job is ready; it may come twice, late, out of order
 * or never, and PostgreSQL remains the truth.
 */
package dev.millrace.core.messaging;
