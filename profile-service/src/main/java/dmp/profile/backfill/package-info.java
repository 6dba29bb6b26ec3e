/** A new or changed trait: the events retained are looked at again for its sake, and replayed to the owners of the facts. */
package dmp.profile.backfill;
