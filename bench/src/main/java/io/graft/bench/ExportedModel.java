package io.graft.bench;

import io.graft.engine.OnnxExporter;
import io.graft.image.Preprocessing;
import io.graft.model.BaseModel;
import io.graft.model.BaseModelLoader;
import io.graft.model.Cut;
import io.graft.model.ModelFolder;
import io.graft.model.Pooling;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A base model up to its default cut, as ONNX.
 *
 * @param onnx from {@link OnnxExporter}
 */
public record ExportedModel(Preprocessing preprocessing, byte[] onnx) {

  /** Loads the base model with what lies beside it, and exports it. */
  public static ExportedModel of(Path baseModel) {
    Path file = baseModel.toAbsolutePath();
    BaseModel model =
        new BaseModelLoader(ModelFolder.local(file.getParent()), file.getFileName().toString())
            .load(Optional.empty());
    Cut cut = new Cut(model.defaultCut(), Pooling.AVERAGE);
    byte[] onnx = OnnxExporter.export(model.network(), model.preprocessing(), List.of(cut));
    model.network().close();
    return new ExportedModel(model.preprocessing(), onnx);
  }
}
