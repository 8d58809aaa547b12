/** Settings as records, read from HOCON; unknown keys are refused, all problems told at once. */
package io.graft.config;
