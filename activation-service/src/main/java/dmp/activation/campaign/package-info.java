/** Campaigns: which segments go to which destinations, and when. */
package dmp.activation.campaign;
