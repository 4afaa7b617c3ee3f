/** How jobs come in: read, validated whole, accepted in one transaction, announced after it. */
package dev.millrace.api.submit;
