/** What browsers are told: which pages may load and run what, and which other sites may ask. */
package dev.millrace.api.browser;
