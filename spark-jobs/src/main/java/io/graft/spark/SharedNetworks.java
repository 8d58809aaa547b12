package io.graft.spark;

import io.graft.engine.FeatureExtractor;
import java.util.HashMap;
import java.util.Map;

/**
 * The networks open in this JVM, one a spec, shared by all tasks. A network nobody uses stays open
 * for the next task until another spec is wanted.
 */
final class SharedNetworks {

  private static final Map<String, SharedNetwork> OPEN = new HashMap<>();

  private SharedNetworks() {}

  /** The network of the spec, to be handed back with {@link #release}. */
  static synchronized FeatureExtractor acquire(NetworkSpec spec) {
    OPEN.values()
        .removeIf(
            open -> {
              boolean unused = open.users == 0 && !open.key.equals(spec.key());
              if (unused) {
                open.network.close();
              }
              return unused;
            });
    SharedNetwork shared =
        OPEN.computeIfAbsent(spec.key(), key -> new SharedNetwork(key, spec.open()));
    shared.users++;
    return shared.network;
  }

  static synchronized void release(NetworkSpec spec) {
    OPEN.get(spec.key()).users--;
  }

  /** How many use the network of the spec. */
  static synchronized int users(NetworkSpec spec) {
    return OPEN.containsKey(spec.key()) ? OPEN.get(spec.key()).users : 0;
  }

  private static final class SharedNetwork {
    private final String key;
    private final FeatureExtractor network;
    private int users;

    private SharedNetwork(String key, FeatureExtractor network) {
      this.key = key;
      this.network = network;
    }
  }
}
