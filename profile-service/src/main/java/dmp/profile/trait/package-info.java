/**
 * What the tenant chooses to remember: the definitions of traits, and the index that tells which of them an event realises
 * at a cost that follows the event, not the number of traits.
 */
package dmp.profile.trait;
