/** Files of partners and providers: declared, streamed, row by row through the same gate as events. */
package dmp.ingestion.onboarding;
