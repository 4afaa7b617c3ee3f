/** Whether the service can do its work. */
package dev.millrace.api.health;
