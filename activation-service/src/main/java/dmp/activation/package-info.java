/**
 * Does each network know it? Keeps ad networks in step with memberships, for the time of a campaign. Features, each using
 * only those before it: api, background, state, definition, network, destination, campaign, audience, delivery, and beside
 * one another lookup, callback and report.
 */
package dmp.activation;
