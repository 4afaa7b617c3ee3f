/** Keys, users and sessions. */
package dev.millrace.core.access;
