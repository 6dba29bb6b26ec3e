/**
 * How many: who is known, how large each segment is, how many came and went. Each identifier of a tenant has a number, so
 * that a segment is a bitmap, its size exact, and all identifiers can be walked in the order of their numbers.
 */
package dmp.segment.reach;
