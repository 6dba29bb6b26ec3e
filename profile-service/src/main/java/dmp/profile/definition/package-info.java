/** What tenants define, as it is kept in PostgreSQL and told to others: common to traits and merge policies. */
package dmp.profile.definition;
