/** What segment-service promises to those who consume its topics: plain records, JSON on the wire, no dependency. */
package dmp.segment.contract;
