/** Lists: their envelope, their pages and their cursors. */
package dev.millrace.api.paging;
