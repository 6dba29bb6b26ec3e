/** The whole road from outside: the platform is reached over HTTP only, as its customers, their visitors and the ad networks do. */
package dmp.e2e;
