package io.graft.jobs;

import io.graft.jobs.StandaloneCluster.Worker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** A standalone cluster of processes with two workers, and HDFS; commands run there as job jar. */
final class HdfsCluster implements AutoCloseable {

  private static final Path TARGET = Graft.home().resolve("spark-jobs/target/it");

  /** How long a client sleeps that closes a file before its block is reported: else 400 ms. */
  private static final String QUICK_CLOSE =
      "dfs.client.block.write.locateFollowingBlock.initial.delay.ms";

  private static final int QUICK_CLOSE_MILLIS = 5;
  private static final int WORKERS = 2;

  private final Path sparkHome;
  private final StandaloneCluster spark;
  private final MiniDFSCluster hdfs;

  private HdfsCluster(Path sparkHome, StandaloneCluster spark, MiniDFSCluster hdfs) {
    this.sparkHome = sparkHome;
    this.spark = spark;
    this.hdfs = hdfs;
  }

  /** Starts all of it; the test is skipped where Spark's distribution can't be installed. */
  static HdfsCluster start(Path folder) throws IOException, InterruptedException {
    Path sparkHome = SparkDistribution.install(TARGET).home();
    StandaloneCluster spark = StandaloneCluster.start(sparkHome, folder.resolve("spark"));
    try {
      for (int worker = 0; worker < WORKERS; worker++) {
        spark.addWorker();
      }
      return new HdfsCluster(sparkHome, spark, hdfs(folder.resolve("hdfs")));
    } catch (AssertionError | IOException failed) {
      spark.close();
      throw failed;
    }
  }

  private static MiniDFSCluster hdfs(Path folder) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set("dfs.replication", "1");
    configuration.setBoolean("dfs.namenode.edits.noeditlogchannelflush", true);
    configuration.setInt(QUICK_CLOSE, QUICK_CLOSE_MILLIS);
    return new MiniDFSCluster.Builder(configuration, folder.toFile()).numDataNodes(1).build();
  }

  /** The workers that were started, lost ones too. */
  List<Worker> workers() {
    return spark.workers();
  }

  Worker addWorker() throws IOException, InterruptedException {
    return spark.addWorker();
  }

  /** The URI of an absolute path on HDFS. */
  String uri(String at) {
    return hdfs.getURI() + at;
  }

  /** Copies a local file or folder to a path on HDFS that does not exist. */
  void upload(Path local, String to) throws IOException {
    fileSystem()
        .copyFromLocalFile(
            new org.apache.hadoop.fs.Path(local.toUri()), new org.apache.hadoop.fs.Path(to));
  }

  /** The names in a folder on HDFS, sorted; none where it does not exist. */
  List<String> names(String at) throws IOException {
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(at);
    if (!fileSystem().exists(folder)) {
      return List.of();
    }
    return Arrays.stream(fileSystem().listStatus(folder))
        .map(FileStatus::getPath)
        .map(org.apache.hadoop.fs.Path::getName)
        .sorted()
        .toList();
  }

  byte[] bytes(String at) throws IOException {
    try (var in = fileSystem().open(new org.apache.hadoop.fs.Path(at))) {
      return in.readAllBytes();
    }
  }

  /** Starts a command by {@code deploy/submit}, with further options of spark-submit. */
  GraftProcess submit(String options, Object... command) throws IOException {
    return GraftProcess.start(
        TARGET.resolve("logs"),
        Map.of(
            "SPARK_HOME",
            sparkHome.toString(),
            "GRAFT_MEMORY",
            "1g",
            "GRAFT_EXECUTOR_MEMORY",
            "1g",
            "GRAFT_SUBMIT_OPTIONS",
            String.join(
                " ",
                "--master",
                spark.url(),
                "--conf spark.driver.host=127.0.0.1 --conf spark.sql.shuffle.partitions=2",
                "--conf spark.hadoop." + QUICK_CLOSE + "=" + QUICK_CLOSE_MILLIS,
                options)),
        "-XX:TieredStopAtLevel=1",
        Graft.home().resolve("deploy/submit"),
        command);
  }

  private FileSystem fileSystem() throws IOException {
    return hdfs.getFileSystem();
  }

  @Override
  public void close() {
    spark.close();
    hdfs.shutdown(true);
  }
}
