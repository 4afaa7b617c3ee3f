/** How answers are shown: tables for people, JSON for programs. */
package dev.millrace.cli.output;
