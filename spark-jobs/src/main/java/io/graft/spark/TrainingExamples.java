package io.graft.spark;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/** What a network is trained on, as its {@code TrainingInput} reads it. */
public interface TrainingExamples {

  SparkSession session();

  /** How many there are, in every epoch, with indices from 0 to {@code count - 1}. */
  long count();

  /** Those of an epoch, from 0, in no order. */
  JavaRDD<TrainingImage> rows(int epoch);
}
