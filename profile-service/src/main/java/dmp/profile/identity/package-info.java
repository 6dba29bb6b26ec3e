/**
 * Which identifiers belong together: the links of each identifier with their evidence, the walk over them that gives a
 * component, and the announcement by which identifiers tell each other that something has changed.
 */
package dmp.profile.identity;
