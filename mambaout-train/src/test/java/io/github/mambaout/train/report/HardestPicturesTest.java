package io.github.mambaout.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HardestPicturesTest {
    @Test
    void keepsTheLargestLossesInTheirOrder() {
        HardestPictures hardest = new HardestPictures(3);
        double[] losses = {0.5, 3, 0.1, 3, 7, 3};
        for (int index = 0; index < losses.length; index++) {
            hardest.add(new HardPicture(index, 0, 1, 0.5, losses[index]));
        }
        assertThat(hardest.toList()).extracting(HardPicture::index).containsExactly(4, 1, 3);
    }
}
