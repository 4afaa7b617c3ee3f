/** Who did what to which, when and why. */
package dev.millrace.core.audit;
