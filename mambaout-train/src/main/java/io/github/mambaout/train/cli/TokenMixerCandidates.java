package io.github.mambaout.train.cli;

import io.github.mambaout.layer.TokenMixerFactory;
import java.util.Iterator;

/** Names of token mixers for help texts and the completion of shells; looked up when somebody reads them. */
public final class TokenMixerCandidates implements Iterable<String> {
    /** Made by picocli. */
    public TokenMixerCandidates() {}

    @Override
    public Iterator<String> iterator() {
        return TokenMixerFactory.names().iterator();
    }
}
