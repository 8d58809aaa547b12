package io.graft.plan;

import java.util.List;

/**
 * What is to be done, and why.
 *
 * @param transferCase 1 to 4
 * @param title what the data is like
 * @param treatment what is done in such a case
 * @param cuts where the network is cut; several are joined
 * @param findings the rules that led here, in order
 */
public record Decision(
    int transferCase,
    String title,
    String treatment,
    List<PlannedCut> cuts,
    List<Finding> findings) {}
