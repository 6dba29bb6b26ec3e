/**
 * What is remembered of an identifier, as a pure function of the set of events seen of it, and the step that keeps it:
 * events in, facts written, announcements out.
 */
package dmp.profile.fact;
