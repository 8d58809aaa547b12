/** What Graft measures of an image set and a base model before it chooses a case and a cut. */
package io.graft.plan;
