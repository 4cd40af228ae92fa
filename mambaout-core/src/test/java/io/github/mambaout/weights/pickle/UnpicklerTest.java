package io.github.mambaout.weights.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles are written as strings of Latin 1 characters, one for each byte. */
class UnpicklerTest {
    private static final PickleGlobal HOLDER = new PickleGlobal("argparse", "Namespace");
    private static final Set<PickleGlobal> ALLOWED = Set.of(HOLDER, new PickleGlobal("collections", "OrderedDict"));

    private static PickleValue read(String pickle) throws IOException {
        return read(new ByteArrayInputStream(pickle.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static PickleValue read(InputStream pickle) throws IOException {
        return new Unpickler(new PickleInput(pickle), ALLOWED).read();
    }

    private static PickleValue whole(String decimal) {
        return new PickleValue.Whole(new BigInteger(decimal));
    }

    @Test
    void numbersHaveTheValuesThatPythonGivesThem() throws IOException {
        List<PickleValue> items = ((PickleSequence) read("\u0080\u0002(K\u00ffM\u0001\u0002J\u00fe\u00ff\u00ff\u00ff"
                        + "\u008a\u0000\u008a\u0001\u0080\u008a\u0002\u0080\u0000\u008a\u0009\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001"
                        + "\u008b\u0001\u0000\u0000\u0000\u007fL-12L\nI34\nI01\nI00\n"
                        + "G\u00c0\u0004\u0000\u0000\u0000\u0000\u0000\u0000N\u0088\u0089t."))
                .items();
        assertThat(items)
                .containsExactly(
                        whole("255"),
                        whole("513"),
                        whole("-2"),
                        whole("0"),
                        whole("-128"),
                        whole("128"),
                        whole("18446744073709551616"),
                        whole("127"),
                        whole("-12"),
                        whole("34"),
                        new PickleValue.Truth(true),
                        new PickleValue.Truth(false),
                        new PickleValue.Real(-2.5),
                        new PickleValue.Nothing(),
                        new PickleValue.Truth(true),
                        new PickleValue.Truth(false));
    }

    @Test
    void dictionaryOfPython2AndPython3AreTheSame() throws IOException {
        // OrderedDict([["a", 1]]), and OrderedDict() whose item is set afterwards.
        for (String pickle : List.of(
                "ccollections\nOrderedDict\n](U\u0001aK\u0001la\u0085R.",
                "ccollections\nOrderedDict\n)RX\u0001\u0000\u0000\u0000aK\u0001s.")) {
            assertThat(((PickleDict) read(pickle)).get("a")).contains(whole("1"));
        }
    }

    @Test
    void objectIsARecordOfItsNameAndArguments() throws IOException {
        PickleObject object = (PickleObject) read("cargparse\nNamespace\n)\u0081}X\u0001\u0000\u0000\u0000aK\u0001sb.");
        assertThat(object.type()).isEqualTo(HOLDER);
        assertThat(object.arguments()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cposix\nsystem\n(X\u0002\u0000\u0000\u0000lstR.",
                "(X\u0002\u0000\u0000\u0000lsiposix\nsystem\n.",
                "\u0080\u0004\u008c\u0005posix\u008c\u0006system\u0093\u008c\u0002ls\u0085R.",
                "X\u0005\u0000\u0000\u0000posixX\u0006\u0000\u0000\u0000system\u0093.",
                "(cposix\nsystem\nX\u0002\u0000\u0000\u0000lso.",
                "cargparse\nNamespace\n0cposix\nsystem\n."
            })
    void everyWayToNameWhatIsNotAllowedIsRefused(String pickle) {
        assertThatThrownBy(() -> read(pickle))
                .isInstanceOf(PickleException.class)
                .hasMessageContaining("\"posix system\"");
    }

    @Test
    void forbiddenNameCanNotWriteToTheTerminal() {
        assertThatThrownBy(() -> read("cposix\n\u001b[2Jsystem\n."))
                .isInstanceOf(PickleException.class)
                .hasMessageContaining("\"posix ?[2Jsystem\"");
    }

    @ParameterizedTest
    @CsvSource({
        "Foo, protocol 0",
        "P0, protocol 0",
        "\u0082\u0001, extension codes",
        "\u0097, buffers",
        "'\u0080\u0006', protocol 6",
        "\u00ff, unknown operation 0xff"
    })
    void whatTorchDoesNotWriteIsRefused(String pickle, String problem) {
        assertThatThrownBy(() -> read(pickle + "\n."))
                .isInstanceOf(PickleException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "N",
                "0.",
                "t.",
                "K",
                "K\u0001K\u0002a.",
                "K\u0001K\u0002K\u0003s.",
                "(K\u0001d.",
                "h\u0000.",
                "R.",
                "NNR.",
                "NN\u0093.",
                "(o.",
                "Q.",
                "b.",
                "\u0085.",
                "Labc\n.",
                "Ix\n.",
                "p1\n.",
                "}(K\u0001u.",
                "(NK\u0001tNQ",
                "ccollections\nOrderedDict\n](N]a\u0085R.",
                "\u0081.",
                "N\u0092.",
                "(\u0085.",
                "X\u0005\u0000\u0000\u0000ab."
            })
    void damagedPickleIsRefused(String pickle) {
        assertThatThrownBy(() -> read(pickle)).isInstanceOf(PickleException.class);
    }

    /** LONG4, BINUNICODE, BINUNICODE8, BINBYTES, BINBYTES8 and BYTEARRAY8 that claim two gigabytes or more. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u008b\u00ff\u00ff\u00ff\u007f",
                "X\u00ff\u00ff\u00ff\u007f",
                "X\u00ff\u00ff\u00ff\u00ff",
                "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f",
                "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
                "B\u00ff\u00ff\u00ff\u00ff",
                "\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f",
                "\u0096\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"
            })
    void lengthThatIsOnlyClaimedIsRefused(String pickle) {
        assertThatThrownBy(() -> read(pickle + ".")).isInstanceOf(PickleException.class);
    }

    @Test
    void listThatContainsItselfIsAValue() throws IOException {
        PickleSequence list = (PickleSequence) read("]q\u0000h\u0000a.");
        assertThat(list.items()).hasSize(1);
        assertThat(list.items().get(0) == list).isTrue();
        assertThat(list.hashCode()).isEqualTo(list.items().get(0).hashCode());
        assertThat(list.toString()).isNotEmpty();
    }

    @Test
    void deepNestingIsReadWithoutRecursion() throws IOException {
        PickleValue value = read("N" + "\u0085".repeat(1_000_000) + ".");
        assertThat(value).isInstanceOf(PickleSequence.class);
        assertThat(value.toString()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"]", "(", "J\u0000\u0001\u0001\u0001", "]\u0094"})
    void endlessPickleIsRefused(String repeated) {
        byte[] endless = repeated.repeat(2_000_001).getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> read(new ByteArrayInputStream(endless)))
                .isInstanceOf(PickleException.class)
                .hasMessageContaining("more than 2000000 operations");
    }

    /** One list of 100,000 pairs, of which a dictionary is made 20,000 times. */
    @Test
    void contentThatIsCopiedAgainAndAgainIsCounted() {
        String pairs = "](" + "NN\u0086".repeat(100_000) + "e\u0085q\u0000";
        String copies = "ccollections\nOrderedDict\nq\u00010" + "h\u0001h\u0000R".repeat(20_000);
        assertThatThrownBy(() -> read(pairs + copies + "."))
                .isInstanceOf(PickleException.class)
                .hasMessageContaining("more than 2000000 operations");
    }

    @Test
    void picklesThatFollowOneAnotherAreReadOneByOne() throws IOException {
        PickleInput input =
                new PickleInput(new ByteArrayInputStream("K\u0001.K\u0002.rest".getBytes(StandardCharsets.ISO_8859_1)));
        Unpickler unpickler = new Unpickler(input, ALLOWED);
        List<PickleValue> values = new ArrayList<>(List.of(unpickler.read(), unpickler.read()));
        assertThat(values).containsExactly(whole("1"), whole("2"));
        assertThat(input.position()).isEqualTo(6);
    }
}
