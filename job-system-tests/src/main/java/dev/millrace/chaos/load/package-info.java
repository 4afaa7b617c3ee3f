/** What clients do meanwhile, and what they remember of it. */
package dev.millrace.chaos.load;
