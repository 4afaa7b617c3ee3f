/** The packaged services against real servers, brought up by the launcher as a user would. */
package dev.millrace.system;
