/**
 * What is known through an identifier: announcements in, links kept, the component's facts collected, profiles out. See
 * {@code adr-profile-views-converge} for why the last profile published of an identifier is the right one.
 */
package dmp.profile.view;
