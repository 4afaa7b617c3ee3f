/**
 * Real PostgreSQL and RabbitMQ for any test: a fresh database and a fresh virtual host each, and a proxy that breaks
 * the network between. Every module's tests use it.
 */
package dev.millrace.core.testing;
