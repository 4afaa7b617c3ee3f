/** API keys: made, shown, revoked, recognized. */
package dev.millrace.api.security.keys;
