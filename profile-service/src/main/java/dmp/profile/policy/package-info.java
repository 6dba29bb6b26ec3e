/** The merge policies of tenants: which of the identifiers that are linked are looked at together. */
package dmp.profile.policy;
