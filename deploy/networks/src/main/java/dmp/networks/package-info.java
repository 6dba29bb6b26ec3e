/**
 * Two ad networks as they are seen from outside: The Trade Desk's data API, and a network that takes signed webhooks. They
 * keep audiences, refuse what the real ones refuse, misbehave on request, and remember exactly what they were sent.
 */
package dmp.networks;
