package io.graft.plan;

/**
 * A rule that spoke, and what it saw.
 *
 * @param rule its name, as docs/plan.md lists it
 */
public record Finding(String rule, String text) {}
