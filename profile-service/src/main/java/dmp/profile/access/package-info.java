/** Who is asking, for which tenant, and how a refusal is told. */
package dmp.profile.access;
