/** The API with real servers, for tests. */
package dev.millrace.api.testing;
