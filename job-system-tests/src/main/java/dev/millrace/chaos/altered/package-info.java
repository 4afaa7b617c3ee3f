/** Copies of packaged services in which one thing is different. */
package dev.millrace.chaos.altered;
