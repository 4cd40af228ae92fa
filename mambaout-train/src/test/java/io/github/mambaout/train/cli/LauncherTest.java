package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher {@code ./mambaout} in a project of empty modules, with a java and a mvn that only say what they were told. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a POSIX shell runs it")
class LauncherTest {
    /** Writes an archive of classes where it is asked to, and counts these calls; prints its arguments otherwise. */
    private static final String FAKE_JAVA = "#!/bin/sh\n"
            + "for argument in \"$@\"; do\n"
            + "  case $argument in -XX:ArchiveClassesAtExit=*|-XX:AOTCacheOutput=*)\n"
            + "    echo archive >> \"$BUILDS.archives\"\n"
            + "    [ ! -f \"$BUILDS.no-archives\" ] || exit 1\n"
            + "    echo classes > \"${argument#*=}\"\n"
            + "    exit 0 ;;\n"
            + "  esac\n"
            + "done\n"
            + "printf '%s\\n' \"$@\"\n";
    /** Leaves a jar, as a build does, and counts its calls. */
    private static final String FAKE_MAVEN = "#!/bin/sh\n"
            + "printf 'built in %s with %s\\n' \"$(basename \"$PWD\")\" \"$*\" >> \"$BUILDS\"\n"
            + "[ ! -f \"$BUILDS.broken\" ] || exit 1\n"
            + "sleep 0.2\n"
            + "mkdir -p mambaout-bench/target && touch mambaout-bench/target/mambaout-bench.jar\n";

    @TempDir
    private Path folder;

    private Path project;
    private Path jdk;
    private Path builds;
    private String javaOptions = "";

    /** What a start printed, and its exit code. */
    private record Start(int exitCode, List<String> out, String err) {}

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectories(folder.resolve("a project"));
        Files.copy(Path.of("..", "mambaout"), project.resolve("mambaout"));
        assertThat(project.resolve("mambaout").toFile().setExecutable(true)).isTrue();
        Files.createFile(project.resolve("pom.xml"));
        for (String module : List.of("core", "train", "bench")) {
            Path sources = Files.createDirectories(project.resolve("mambaout-" + module + "/src/main/java"));
            Files.createFile(project.resolve("mambaout-" + module + "/pom.xml"));
            Files.createFile(sources.resolve("A.java"));
        }
        jdk = folder.resolve("a jdk");
        script(jdk.resolve("bin/java"), FAKE_JAVA);
        script(jdk.resolve("bin/javac"), FAKE_JAVA);
        script(folder.resolve("tools/mvn"), FAKE_MAVEN);
        jdkVersion("17.0.15");
        builds = folder.resolve("builds");
    }

    /** Archives are made aside: a folder in which one still is can't be cleared away. */
    @AfterEach
    void letArchivesBeCompleted() throws IOException, InterruptedException {
        Path target = project.resolve("mambaout-bench/target");
        int quiet = 0;
        for (int look = 0; look < 600 && quiet < 3; look++) {
            quiet = isMakingAnArchive(target) ? 0 : quiet + 1;
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static boolean isMakingAnArchive(Path target) throws IOException {
        if (!Files.isDirectory(target)) {
            return false;
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.anyMatch(file -> file.toString().endsWith(".classes.lock"));
        }
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void jdkVersion(String version) throws IOException {
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    }

    private Process startProcess(Path launcher, Path out, Path err, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", jdk.toString());
        environment.put("PATH", folder.resolve("tools") + ":/usr/bin:/bin");
        environment.put("BUILDS", builds.toString());
        environment.put("MAMBAOUT_JAVA_OPTS", javaOptions);
        return builder.start();
    }

    private Start startWith(String options) throws Exception {
        javaOptions = options;
        return start(launcher(), "predict");
    }

    private Start start(Path launcher, String... arguments) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = startProcess(launcher, out, err, arguments);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Start(
                process.exitValue(),
                Files.readAllLines(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private Path launcher() {
        return project.resolve("mambaout");
    }

    private long countOfBuilds() throws IOException {
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    @Test
    void firstStartBuildsAndTheNextOneDoesNot() throws Exception {
        Start first = start(launcher(), "info");
        assertThat(first.exitCode()).isZero();
        assertThat(first.err()).contains("Building for the first time");
        assertThat(Files.readString(builds))
                .startsWith("built in a project with ")
                .contains("package");
        Start second = start(launcher(), "info");
        assertThat(second.err()).isEmpty();
        assertThat(countOfBuilds()).isEqualTo(1);
    }

    @Test
    void newerSourceIsBuilt() throws Exception {
        start(launcher());
        Path source = project.resolve("mambaout-train/src/main/java/A.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(start(launcher()).err()).contains("Sources are newer");
        assertThat(countOfBuilds()).isEqualTo(2);
    }

    @Test
    void failedBuildIsSaidAndTriedAgain() throws Exception {
        Files.createFile(folder.resolve("builds.broken"));
        Start failed = start(launcher());
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("The build failed");
        assertThat(failed.out()).isEmpty();
        Files.delete(folder.resolve("builds.broken"));
        assertThat(start(launcher()).exitCode()).isZero();
        assertThat(project.resolve("mambaout-bench/.build-lock")).doesNotExist();
    }

    @Test
    void startsAtTheSameTimeBuildOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(startProcess(launcher(), folder.resolve("out" + i), folder.resolve("err" + i)));
        }
        for (Process process : processes) {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        assertThat(countOfBuilds()).isEqualTo(1);
    }

    @Test
    void lockOfABuilderThatWasKilledIsTakenOver() throws Exception {
        Path lock = Files.createDirectories(project.resolve("mambaout-bench/.build-lock"));
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Files.writeString(lock.resolve("pid"), ended.pid() + "\n");
        assertThat(start(launcher()).exitCode()).isZero();
        assertThat(countOfBuilds()).isEqualTo(1);
    }

    @Test
    void argumentsArriveAsTheyWereGivenAlsoThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a project", "mambaout"));
        Start start = start(link, "predict", "my photos/a b.jpg", "", "*");
        assertThat(start.out())
                .containsSequence(
                        "-cp",
                        project.toRealPath()
                                .resolve("mambaout-bench/target/mambaout-bench.jar")
                                .toString(),
                        MambaOutCommand.class.getName(),
                        "predict",
                        "my photos/a b.jpg",
                        "",
                        "*");
    }

    @Test
    void flagsFitTheJdk() throws Exception {
        assertThat(start(launcher()).out())
                .containsSequence("--add-modules", "jdk.incubator.vector")
                .contains("-XX:-UseCountedLoopSafepoints", "-XX:PerMethodTrapLimit=100000")
                .noneMatch(argument -> argument.contains("CompileCommand") || argument.contains("GC"));
        assertThat(start(launcher(), "predict").out())
                .contains(
                        "-XX:+UseSerialGC",
                        "-XX:CompileCommand=CompileThresholdScaling,io.github.mambaout.kernel.Vector*::*,0.0001");
        jdkVersion("21");
        assertThat(start(launcher()).out())
                .noneMatch(argument -> argument.contains("Safepoints") || argument.contains("native-access"));
        jdkVersion("25.0.3");
        assertThat(start(launcher()).out())
                .contains("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                .noneMatch(argument -> argument.contains("Safepoints"));
    }

    @Test
    void garbageCollectorThatIsAskedForIsTheOnlyOne() throws Exception {
        assertThat(startWith("-XX:+UseG1GC -Xmx8g").out())
                .contains("-XX:+UseG1GC", "-Xmx8g")
                .doesNotContain("-XX:+UseSerialGC");
    }

    private long countOfArchives() throws IOException {
        Path archives = folder.resolve("builds.archives");
        return Files.exists(archives) ? Files.readAllLines(archives).size() : 0;
    }

    private static Optional<Path> archive(Start start) {
        return start.out().stream()
                .filter(argument ->
                        argument.startsWith("-XX:SharedArchiveFile=") || argument.startsWith("-XX:AOTCache="))
                .map(argument -> Path.of(argument.substring(argument.indexOf('=') + 1)))
                .findFirst();
    }

    /** What is made aside is there for one of the starts to come. */
    private Start startUntilAnArchiveIsUsed() throws Exception {
        Start start = start(launcher());
        for (int more = 0; more < 200 && archive(start).isEmpty(); more++) {
            start = start(launcher());
        }
        assertThat(archive(start)).isPresent();
        return start;
    }

    @Test
    void archiveOfClassesIsMadeByTheBuildOnceAndUsed() throws Exception {
        assertThat(archive(start(launcher())).orElseThrow()).hasContent("classes");
        Start second = start(launcher());
        assertThat(archive(second)).isPresent();
        assertThat(second.err()).isEmpty();
        assertThat(countOfArchives()).isEqualTo(1);
    }

    @Test
    void otherJdkGetsAnArchiveOfItsOwnWithoutWaitingForIt() throws Exception {
        Path first = archive(start(launcher())).orElseThrow();
        jdkVersion("25.0.3");
        Start other = start(launcher());
        assertThat(other.exitCode()).isZero();
        assertThat(other.err()).isEmpty();
        assertThat(archive(other)).isEmpty();
        assertThat(archive(startUntilAnArchiveIsUsed()).orElseThrow()).isNotEqualTo(first);
        assertThat(countOfArchives()).isEqualTo(2);
    }

    @Test
    void archiveThatIsOlderThanTheJarIsNotUsedButRenewed() throws Exception {
        Path archive = archive(start(launcher())).orElseThrow();
        Files.setLastModifiedTime(archive, FileTime.from(Instant.now().minusSeconds(3600)));
        assertThat(archive(start(launcher()))).isEmpty();
        assertThat(archive(startUntilAnArchiveIsUsed())).contains(archive);
        assertThat(countOfArchives()).isEqualTo(2);
    }

    @Test
    void archiveThatCantBeMadeIsNoErrorAndNotTriedAgain() throws Exception {
        Files.createFile(folder.resolve("builds.no-archives"));
        Start first = start(launcher());
        assertThat(first.exitCode()).isZero();
        assertThat(first.err().lines()).hasSize(1);
        assertThat(archive(first)).isEmpty();
        Start second = start(launcher());
        assertThat(second.err()).isEmpty();
        assertThat(archive(second)).isEmpty();
        assertThat(countOfArchives()).isEqualTo(1);
    }

    @Test
    void folderThatCantBeWrittenIsNoError() throws Exception {
        start(launcher());
        Path target = project.resolve("mambaout-bench/target");
        assertThat(target.toFile().setWritable(false)).isTrue();
        try {
            jdkVersion("25.0.3");
            Start start = start(launcher());
            assertThat(start.exitCode()).isZero();
            assertThat(start.err()).isEmpty();
        } finally {
            assertThat(target.toFile().setWritable(true)).isTrue();
        }
    }

    @Test
    void oldJavaIsRefusedInOneSentence() throws Exception {
        jdkVersion("1.8.0_392");
        Start start = start(launcher());
        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.err())
                .contains("is of version 1.8.0_392, but 17 or newer is needed")
                .satisfies(err -> assertThat(err.lines()).hasSize(1));
    }

    @Test
    void missingJavaIsSaidInOneSentence() throws Exception {
        Files.delete(jdk.resolve("bin/java"));
        Start start = start(launcher());
        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.err())
                .contains("there is no bin/java in it")
                .contains("Install a JDK")
                .satisfies(err -> assertThat(err.lines()).hasSize(1));
    }
}
