/** The one exception that speaks to the user. */
package io.graft.error;
