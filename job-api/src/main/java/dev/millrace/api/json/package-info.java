/** How JSON comes in and goes out: exact numbers, bounded depth, every error told, times with milliseconds. */
package dev.millrace.api.json;
