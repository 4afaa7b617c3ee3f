/** A TCP proxy between Millrace's services and its servers, which lies as networks do. */
package dev.millrace.chaos.proxy;
