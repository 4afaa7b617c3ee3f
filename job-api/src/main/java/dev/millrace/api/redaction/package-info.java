/** Named fields of what jobs carry and say, whose values are shown to nobody who does not ask for them expressly. */
package dev.millrace.api.redaction;
