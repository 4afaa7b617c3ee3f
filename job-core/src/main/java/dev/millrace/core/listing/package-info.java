/** Lists of jobs, page by page, read by indexes only. */
package dev.millrace.core.listing;
