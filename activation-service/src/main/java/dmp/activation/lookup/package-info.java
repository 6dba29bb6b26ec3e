/** What an ad network asks at bid time. */
package dmp.activation.lookup;
