/** How each ad network is spoken to: its format, its limits, its answers. What is to be said is decided elsewhere. */
package dmp.activation.network;
