/**
 * The launcher behind {@code deploy/dmp}: starts, watches and stops the whole platform on one machine. Everything it knows between
 * two calls lies in the run folder: who runs (process id and start time), data, logs, secrets and {@code platform.json}.
 */
package dmp.local.platform;
