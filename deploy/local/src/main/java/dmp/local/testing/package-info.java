/** What component tests of the services use: real servers on free ports, and real access tokens. */
package dmp.local.testing;
