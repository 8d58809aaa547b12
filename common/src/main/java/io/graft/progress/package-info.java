/** How progress is told. */
package io.graft.progress;
