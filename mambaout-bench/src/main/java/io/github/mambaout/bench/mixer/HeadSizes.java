package io.github.mambaout.bench.mixer;

/**
 * How the channels of a block are cut into heads.
 *
 * @param heads number of heads
 * @param width channels of a head
 */
record HeadSizes(int heads, int width) {

    /**
     * As many heads as have the usual width or more; where it does not divide the channels, heads are a little wider than their share.
     * So blocks of any width, as they come out when twins are matched, have heads of nearly the same width.
     *
     * @param channels channels of the block, at least 1
     * @param usual usual channels of a head
     * @return heads that have at least as many channels together
     */
    static HeadSizes of(int channels, int usual) {
        int heads = Math.max(1, channels / usual);
        return new HeadSizes(heads, (channels + heads - 1) / heads);
    }

    /** @return channels of all heads */
    int channels() {
        return heads * width;
    }
}
