/**
 * Numbers for the words that states repeat.
 */
package dmp.segment.dictionary;
