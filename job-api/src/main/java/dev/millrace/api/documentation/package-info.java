/** The OpenAPI description of the contract. */
package dev.millrace.api.documentation;
