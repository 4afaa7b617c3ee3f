/** Routes of older systems, served as thin adapters over the same use cases, so that their clients move without a change. */
package dev.millrace.api.legacy;
