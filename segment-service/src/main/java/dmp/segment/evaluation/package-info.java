/**
 * Who is in, and until when: pure, {@code (rules, profile, now) -> (memberships, next instant of change, evidence)}. The
 * live stream, timers, backfill and the explanation of one membership all ask here.
 *
 * <p>Time is counted in whole seconds since 1970, as realisations are. An occurrence at t exists from t on and is in a
 * window of length D while {@code t <= now < t + D}; nothing here changes within a second.
 */
package dmp.segment.evaluation;
