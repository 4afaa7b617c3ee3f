/**
 * Requests to addresses that people outside choose. None of them reaches a network that is not public, unless an operator
 * allows it: a name is resolved once, all its addresses are checked, and the connection is made to one of just these.
 */
package dev.millrace.worker.outgoing;
