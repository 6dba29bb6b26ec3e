/** Numbers for the words that the facts of many identifiers repeat. */
package dmp.profile.dictionary;
