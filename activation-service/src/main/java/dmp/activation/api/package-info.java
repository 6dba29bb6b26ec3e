/** What every resource speaks: the tenant of the caller, problems that say what to do, pages, versions as ETags. */
package dmp.activation.api;
