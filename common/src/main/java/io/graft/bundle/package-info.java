/** The model bundle: what a transfer ends in, and what evaluation, prediction and export load. */
package io.graft.bundle;
