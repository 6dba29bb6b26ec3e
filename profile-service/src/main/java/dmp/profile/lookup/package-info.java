/** Shows what is known of an identifier, whence, and what follows from it under each merge policy. */
package dmp.profile.lookup;
