/** Training on one machine. */
package io.graft.training;
