/** Forgetting an identifier, and taking two apart. */
package dmp.profile.erasure;
