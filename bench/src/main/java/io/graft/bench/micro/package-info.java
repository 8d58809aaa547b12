/** JMH benchmarks of the inner pieces of extraction: {@code deploy/bench --micro}. */
package io.graft.bench.micro;
