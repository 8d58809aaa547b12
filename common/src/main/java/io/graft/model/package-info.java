/**
 * Base models, their cut points, graph surgery and the deployable bundle. Every network is a
 * channels-first (NCHW) DL4J computation graph.
 */
package io.graft.model;
