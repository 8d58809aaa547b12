/** Labels and splits of an image set: pure functions, the same on the driver and in a test. */
package io.graft.dataset;
