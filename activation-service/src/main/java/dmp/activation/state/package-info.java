/** How the state lies in Redis: every key, pipelined access, and the agenda of what is to be looked at again. */
package dmp.activation.state;
