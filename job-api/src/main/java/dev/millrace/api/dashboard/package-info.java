/** The pages for people, which use the same API as everybody. */
package dev.millrace.api.dashboard;
