/** Keeps what one caller, or all together, may ask within bounds. */
package dev.millrace.api.limits;
