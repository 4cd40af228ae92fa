package io.github.mambaout.bench.ablation.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.train.report.Html;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * What the models' authors report for ImageNet-1k at 224², to be set beside figures of one's own. The paper's table 1 and the
 * papers of the models; MambaOut's by timm.
 *
 * @param models in the order of the table
 */
public record PublishedFigures(List<Model> models) {
    private static final String RESOURCE = "published-figures.json";

    /**
     * One model.
     *
     * @param model its name
     * @param mixer the nearest token mixer of this library
     * @param top1 share of the validation pictures that it labels rightly, in percent
     * @param recipe what its training had that those of others had not, as far as known here
     */
    public record Model(String model, String mixer, double top1, String recipe) {}

    /** @return the figures that the library carries */
    public static PublishedFigures read() {
        try (InputStream in = PublishedFigures.class.getResourceAsStream(RESOURCE)) {
            return new PublishedFigures(new ObjectMapper().readValue(in, new TypeReference<List<Model>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("The published figures cannot be read from the jar", e);
        }
    }

    /** @return a section of a report */
    public StudySection section() {
        String table = Html.table(
                List.of("model", "token mixer", "top-1 in percent", "recipe"),
                models.stream()
                        .map(model -> List.of(
                                model.model(),
                                model.mixer(),
                                String.format(Locale.ROOT, "%.1f", model.top1()),
                                model.recipe()))
                        .toList());
        return new StudySection(
                "Published figures, ImageNet-1k at 224 × 224",
                table
                        + "<p class=\"quiet\">The recipes differ in more than the token mixer, the sizes of the models too: such a table"
                        + " can't answer the question that this study asks.</p>",
                "published_figures",
                models);
    }
}
