/** The audit trail, for admins to read. */
package dev.millrace.api.security.audit;
