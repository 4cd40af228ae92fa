package io.github.mambaout.weights;

import io.github.mambaout.weights.pickle.PickleInput;
import io.github.mambaout.weights.pickle.PickleValue;
import io.github.mambaout.weights.pickle.Unpickler;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The form of PyTorch 1.6 and newer: a zip file with one folder of any name, in it {@code data.pkl}, the storages as {@code
 * data/KEY} and {@code byteorder}. Nothing is extracted.
 */
final class PyTorchZip implements PyTorchContainer {
    private static final String PICKLE = "/data.pkl";
    /** A path that leaves the folder it is unpacked into: from the root, from a drive, or by way of a parent. */
    private static final Pattern OUTSIDE = Pattern.compile("^[/\\\\].*|^[A-Za-z]:.*|(.*[/\\\\])?\\.\\.([/\\\\].*)?");

    private static final int LONGEST_ORDER = 16;
    /** One for each storage, and a few. */
    private static final int MOST_ENTRIES = 100_000;

    private final ZipFile zip;
    private final String folder;
    private final ByteOrder order;
    private final PickleValue value;

    private PyTorchZip(ZipFile zip, String folder, ByteOrder order, PickleValue value) {
        this.zip = zip;
        this.folder = folder;
        this.order = order;
        this.value = value;
    }

    /**
     * @param path a zip file
     * @return its content
     * @throws WeightFileException if it is no checkpoint of PyTorch or holds what is refused
     * @throws IOException if it is damaged or can't be read
     */
    static PyTorchZip open(Path path) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(path.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException | IllegalArgumentException e) {
            throw damaged(path, e);
        }
        boolean opened = false;
        try {
            String folder = folder(path, zip);
            ByteOrder order = order(path, zip, folder);
            PickleValue value;
            try (InputStream in = new BufferedInputStream(zip.getInputStream(zip.getEntry(folder + PICKLE)))) {
                value = new Unpickler(new PickleInput(in), PyTorchGlobals.ALLOWED).read();
            }
            opened = true;
            return new PyTorchZip(zip, folder, order, value);
        } finally {
            if (!opened) {
                WeightChannel.close(zip);
            }
        }
    }

    private static WeightFileException damaged(Path path, Exception e) {
        return new WeightFileException(
                path,
                "begins like a zip file but is damaged or was cut short (" + e.getMessage()
                        + "). Copy or download it again.",
                e);
    }

    private static String folder(Path path, ZipFile zip) {
        if (zip.size() > MOST_ENTRIES) {
            throw new WeightFileException(
                    path,
                    "is a zip file of " + zip.size() + " entries, but no checkpoint has more than " + MOST_ENTRIES
                            + ".");
        }
        List<String> names;
        try {
            names = zip.stream().map(ZipEntry::getName).toList();
        } catch (IllegalArgumentException e) {
            // A name that is no UTF-8.
            throw damaged(path, e);
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (OUTSIDE.matcher(name).matches()) {
                throw new WeightFileException(
                        path,
                        "holds the entry \"" + printable(name)
                                + "\", a path outside of the archive, so it is refused. No checkpoint of PyTorch has such.");
            }
            if (!seen.add(name)) {
                throw new WeightFileException(
                        path, "holds the entry \"" + printable(name) + "\" twice. The file is damaged; copy it again.");
            }
        }
        List<String> folders = names.stream()
                .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length())
                .map(name -> name.substring(0, name.length() - PICKLE.length()))
                .toList();
        if (folders.size() != 1) {
            throw new WeightFileException(
                    path,
                    "is a zip file with " + folders.size()
                            + " entries FOLDER/data.pkl, where a checkpoint of PyTorch has one. Use a file made by torch.save.");
        }
        String folder = folders.get(0);
        if (names.stream()
                .anyMatch(name -> name.startsWith(folder + "/code/") || name.equals(folder + "/constants.pkl"))) {
            throw new WeightFileException(
                    path,
                    "is a TorchScript program, not a checkpoint. Save its weights alone: "
                            + "torch.save(torch.jit.load(file).state_dict(), \"weights.pth\").");
        }
        return folder;
    }

    private static String printable(String name) {
        return name.replaceAll("\\P{Print}", "?");
    }

    /** Files older than PyTorch 2.1 do not say; they were written on little-endian machines, as good as all. */
    private static ByteOrder order(Path path, ZipFile zip, String folder) throws IOException {
        ZipEntry entry = zip.getEntry(folder + "/byteorder");
        if (entry == null) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        try (InputStream in = zip.getInputStream(entry)) {
            String order = new String(in.readNBytes(LONGEST_ORDER), StandardCharsets.US_ASCII);
            return switch (order) {
                case "little" -> ByteOrder.LITTLE_ENDIAN;
                case "big" -> ByteOrder.BIG_ENDIAN;
                default ->
                    throw new WeightFileException(
                            path, "says in its entry byteorder neither little nor big. The file is damaged.");
            };
        }
    }

    @Override
    public PickleValue value() {
        return value;
    }

    @Override
    public ByteOrder order() {
        return order;
    }

    @Override
    public long length(String key) {
        ZipEntry entry = zip.getEntry(entryName(key));
        return entry == null ? -1 : entry.getSize();
    }

    @Override
    public InputStream open(String key, long position) throws IOException {
        InputStream in = zip.getInputStream(zip.getEntry(entryName(key)));
        in.skipNBytes(position);
        return in;
    }

    private String entryName(String key) {
        return folder + "/data/" + key;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
