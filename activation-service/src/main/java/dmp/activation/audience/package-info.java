/** What networks may be told of each identifier: memberships, by whom they are contributed, consent and opt-outs. */
package dmp.activation.audience;
