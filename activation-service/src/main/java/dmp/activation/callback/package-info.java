/** What networks tell us: acknowledgements, matches, opt-outs, impressions, conversions. */
package dmp.activation.callback;
