package io.graft.config;

import java.io.Serializable;

/**
 * How training images are varied, each anew in every epoch. All of it at 0 (and the crop at 1)
 * leaves the images as they are.
 *
 * @param flipHorizontal chance of a mirror image, 0 to 1
 * @param flipVertical chance of an image upside down, 0 to 1
 * @param rotationDegrees largest angle to either side, 0 to 180; the largest upright rectangle
 *     without a corner of the rotated image is cut out (Esteva et al., 2017)
 * @param cropMinArea smallest share of the image that a random crop keeps, above 0 to 1; 1 for the
 *     crop that prediction takes (Szegedy et al., 2015)
 * @param cropMaxAspect largest ratio of the crop's sides against those that prediction's crop has,
 *     1 and above; without effect where cropMinArea is 1
 * @param brightness largest change either way, as a share: 0.4 multiplies by 0.6 to 1.4
 * @param contrast likewise, about the image's mean grey
 * @param saturation likewise, about each pixel's grey
 */
public record AugmentationConfig(
    double flipHorizontal,
    double flipVertical,
    double rotationDegrees,
    double cropMinArea,
    double cropMaxAspect,
    double brightness,
    double contrast,
    double saturation)
    implements Serializable {

  /** Leaves images as they are. */
  public static final AugmentationConfig NONE = new AugmentationConfig(0, 0, 0, 1, 1, 0, 0, 0);

  /** Whether nothing is varied. */
  public boolean leavesImagesAsTheyAre() {
    return cropMinArea == 1
        && flipHorizontal == 0
        && flipVertical == 0
        && rotationDegrees == 0
        && brightness == 0
        && contrast == 0
        && saturation == 0;
  }

  static AugmentationConfig read(SettingsReader settings) {
    return new AugmentationConfig(
        settings.fraction("fine-tune.augmentation.flip-horizontal", 0, 1),
        settings.fraction("fine-tune.augmentation.flip-vertical", 0, 1),
        settings.fraction("fine-tune.augmentation.rotation-degrees", 0, 180),
        settings.fraction("fine-tune.augmentation.crop-min-area", 0.01, 1),
        settings.fraction("fine-tune.augmentation.crop-max-aspect", 1, 10),
        settings.fraction("fine-tune.augmentation.brightness", 0, 1),
        settings.fraction("fine-tune.augmentation.contrast", 0, 1),
        settings.fraction("fine-tune.augmentation.saturation", 0, 1));
  }
}
