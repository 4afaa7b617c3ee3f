/** Dead letters: what they died of, and what becomes of them. */
package dev.millrace.cli.deadletters;
