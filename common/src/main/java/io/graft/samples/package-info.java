/** Draws Graft's own sample images, so that it can show all four cases without anyone's photos. */
package io.graft.samples;
