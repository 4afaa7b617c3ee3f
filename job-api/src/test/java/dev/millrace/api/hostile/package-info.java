/** Requests that nobody should send, made from the API's own description. */
package dev.millrace.api.hostile;
