/** Users and their passwords. */
package dev.millrace.api.security.users;
