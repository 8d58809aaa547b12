/** How Graft reads and writes JSON. */
package io.graft.json;
