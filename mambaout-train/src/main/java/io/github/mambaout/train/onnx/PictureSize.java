package io.github.mambaout.train.onnx;

/** Which pictures an exported model takes. */
public enum PictureSize {
    /** Only those of the size that the model is made for; runtimes can plan for it. */
    FIXED,
    /** Any height and width. */
    ANY
}
