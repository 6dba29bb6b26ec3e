/** Identifiers with too many links: who they are, why, and following their links all the same. */
package dmp.profile.hub;
