/** Jobs that will not run again by themselves. */
package dev.millrace.api.deadletters;
