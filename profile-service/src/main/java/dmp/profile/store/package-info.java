/**
 * Where the state of identifiers is kept: a value by key, batches only, and no value overwritten that somebody else has
 * written since it was read. Hides Redis and the binary forms' building blocks.
 */
package dmp.profile.store;
