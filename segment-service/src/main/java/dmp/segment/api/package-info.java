/** What all endpoints have in common: whose request it is, how it is refused, how lists are paged. */
package dmp.segment.api;
