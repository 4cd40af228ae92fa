package io.github.mambaout.bench.peer;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands for further JVMs like this one. */
public final class ChildJvm {
    private ChildJvm() {}

    /**
     * @param program a main class and its arguments
     * @return a command that starts it by this JVM's java, with its classes and flags, but without its archives of classes
     */
    public static List<String> command(List<String> program) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.contains("Archive") && !flag.contains("AOT") && !flag.startsWith("-javaagent"))
                .forEach(command::add);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.addAll(program);
        return command;
    }
}
