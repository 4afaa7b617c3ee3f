/** Who may do what. */
package dev.millrace.api.security;
