/** The report that a person reads after a job: one HTML page that needs nothing beside it. */
package io.graft.report;
