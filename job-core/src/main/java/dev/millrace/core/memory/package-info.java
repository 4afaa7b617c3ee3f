/** How much memory a process keeps. */
package dev.millrace.core.memory;
