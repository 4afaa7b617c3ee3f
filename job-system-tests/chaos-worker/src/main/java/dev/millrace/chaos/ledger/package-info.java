/** What happened, written down outside the database. */
package dev.millrace.chaos.ledger;
