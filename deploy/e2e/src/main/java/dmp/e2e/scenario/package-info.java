/**
 * Who visits, what they do, and, computed in plain code from exactly what was sent, who must be in an audience. Nothing
 * here knows how the platform works; it knows what the platform promises.
 */
package dmp.e2e.scenario;
