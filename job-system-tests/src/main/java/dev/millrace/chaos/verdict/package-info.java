/** What must hold, held against both ledgers and the database. */
package dev.millrace.chaos.verdict;
