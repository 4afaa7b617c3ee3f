/** What deploy/ tells Kubernetes: rendered by Helm itself, and checked without a cluster. */
package dev.millrace.deployment;
