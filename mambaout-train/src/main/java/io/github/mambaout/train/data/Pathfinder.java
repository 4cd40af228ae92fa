package io.github.mambaout.train.data;

import io.github.mambaout.image.CropMode;
import io.github.mambaout.image.Interpolation;
import io.github.mambaout.image.Picture;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.layer.Randomness;
import java.util.List;
import java.util.Optional;

/**
 * Pathfinder, the long-range task of the literature (Houtkamp and Roelfsema 2010; Linsley et al. 2018; Long Range Arena, Tay et
 * al. 2021): does a dashed path join two dots, or does each lie on a path of its own, among other paths? One has to follow a
 * path over the whole picture, and its length grows with the picture's size.
 *
 * <p>Pictures are drawn when they are asked for, each from its own key, so that order and threads don't matter; the same
 * settings give the same bits everywhere. Sample 2i is connected, sample 2i + 1 is apart, and both are versions of one {@link
 * PathfinderScene}, so that there is nothing but the paths to tell them by.
 */
public final class Pathfinder extends LabelledPictures {
    /** Label of pictures in which one path joins the dots. */
    public static final int CONNECTED = 0;
    /** Label of pictures in which the dots lie on two paths. */
    public static final int APART = 1;

    private static final List<String> CLASSES = List.of("connected", "apart");
    private static final double LINE_RADIUS = 0.5;
    private static final double DOT_RADIUS = 1.6;
    /** About the mean and standard deviation of grey values at the usual sizes, on the scale 0 to 1; the same for all. */
    private static final double MEAN = 0.04;

    private static final double STD = 0.15;

    private final PathfinderSettings settings;
    private final Randomness key;

    private Pathfinder(PathfinderSettings settings, String part, int size) {
        super("pathfinder:" + settings.size() + " (" + part + ")", CLASSES, size, index -> index % CLASSES.size());
        this.settings = settings;
        this.key = Randomness.ofSeed(settings.seed()).at("pathfinder").at(part);
    }

    /**
     * @param settings what to draw
     * @return training and held-out pictures
     */
    public static DataSource open(PathfinderSettings settings) {
        return new DataSource(
                new Pathfinder(settings, "train", settings.train()),
                new Pathfinder(settings, "val", settings.val()),
                new Preprocessing(
                        settings.size(),
                        settings.size(),
                        1,
                        CropMode.SQUASH,
                        Interpolation.BILINEAR,
                        false,
                        List.of(MEAN, MEAN, MEAN),
                        List.of(STD, STD, STD)));
    }

    /** @return what decides about every picture, both parts' */
    public PathfinderSettings settings() {
        return settings;
    }

    /**
     * @throws DataException if the paths find no room, which the settings all but exclude
     */
    @Override
    public Optional<Sample> sample(int index) {
        return Optional.of(new Sample(draw(scene(index)), label(index)));
    }

    PathfinderScene scene(int index) {
        return PathfinderScene.of(settings, key.at(index / CLASSES.size()), label(index) == CONNECTED);
    }

    private Picture draw(PathfinderScene scene) {
        GreyCanvas canvas = new GreyCanvas(settings.size());
        for (DashedPath path : scene.paths()) {
            for (DashedPath.Step step : path.steps()) {
                canvas.draw(step.dash(), LINE_RADIUS);
            }
        }
        drawDot(canvas, scene.first());
        drawDot(canvas, scene.second());
        return canvas.toPicture();
    }

    private static void drawDot(GreyCanvas canvas, DashedPath.Step leaving) {
        Segment dash = leaving.dash();
        canvas.draw(new Segment(dash.x0(), dash.y0(), dash.x0(), dash.y0()), DOT_RADIUS);
    }
}
