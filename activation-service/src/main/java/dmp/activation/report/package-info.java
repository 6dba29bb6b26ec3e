/** Why fewer arrive than set out, and how long it takes. */
package dmp.activation.report;
