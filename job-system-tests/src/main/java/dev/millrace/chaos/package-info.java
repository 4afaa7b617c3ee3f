/**
 * The fault suite: the packaged services under load while everything around them breaks, and the verdict on what is left.
 */
package dev.millrace.chaos;
