@echo off
rem Starts the command line of MambaOut for the JVM: builds it first where sources are newer than the last build.
rem
rem   JAVA_HOME            the JDK to use (default: the java of the PATH)
rem   MAMBAOUT_JAVA_OPTS   further options for Java, separated by spaces, for example -Xmx8g
rem   MAMBAOUT_CLASSPATH   jars with decoders, token mixers or commands of one's own, separated by semicolons
setlocal DisableDelayedExpansion
set "home=%~dp0"
set "get_jdk=Install a JDK, version 17 or newer (for example from https://adoptium.net), and put its bin folder on the PATH or name its folder in JAVA_HOME."

rem --- Java

set "version="
if not defined JAVA_HOME goto java_of_path
set "java=%JAVA_HOME%\bin\java.exe"
if exist "%java%" goto java_found
echo mambaout: JAVA_HOME is "%JAVA_HOME%", but there is no bin\java.exe in it. %get_jdk% 1>&2
exit /b 1

:java_of_path
set "java=java.exe"
where /q java.exe
if not errorlevel 1 goto java_found
echo mambaout: There is no java on the PATH and JAVA_HOME is not set. %get_jdk% 1>&2
exit /b 1

:java_found
rem The release file of a JDK tells its version in no time; asking java itself takes as long as a start.
if defined JAVA_HOME if exist "%JAVA_HOME%\release" for /f "usebackq tokens=2 delims==" %%v in (`findstr /b "JAVA_VERSION=" "%JAVA_HOME%\release"`) do set "version=%%~v"
if not defined version for /f "usebackq tokens=3" %%v in (`call "%java%" -version 2^>^&1 ^| findstr /i /c:" version "`) do set "version=%%~v"
if not defined version (
  echo mambaout: "%java%" does not tell its version. %get_jdk% 1>&2
  exit /b 1
)
for /f "tokens=1 delims=.-+" %%m in ("%version%") do set "major=%%m"
if %major% LSS 17 (
  echo mambaout: "%java%" is of version %version%, but 17 or newer is needed. %get_jdk% 1>&2
  exit /b 1
)

rem --- Build

set "target=%home%mambaout-bench\target"
set "jar=%target%\mambaout-bench.jar"
set "stamp=%target%\launcher.stamp"
set "lock=%home%mambaout-bench\.build-lock"

call :outdated
if not errorlevel 1 goto start

set "waited=0"
:take_lock
mkdir "%lock%" 2>nul && goto locked
if %waited% EQU 0 echo mambaout: Another start is building; waiting for it. 1>&2
set /a waited+=1
rem A build takes minutes at most; a lock that is older was left behind.
if %waited% GEQ 900 rmdir /s /q "%lock%" 2>nul
timeout /t 1 /nobreak >nul 2>&1 || ping -n 2 127.0.0.1 >nul
goto take_lock

:locked
call :outdated
if not errorlevel 1 goto built
where /q mvn
if errorlevel 1 (
  echo mambaout: Maven is needed to build. Install Maven 3.8 or newer from https://maven.apache.org and put its bin folder on the PATH. 1>&2
  rmdir "%lock%"
  exit /b 1
)
if exist "%stamp%" (
  echo mambaout: Sources are newer than the build; building. 1>&2
) else (
  echo mambaout: Building for the first time; Maven fetches what is missing ^(about 200 MB for an empty repository^). 1>&2
)
if not exist "%target%" mkdir "%target%"
rem The time of the start of the build counts: what changed since then is built next time.
type nul > "%target%\launcher.stamp.new"
pushd "%home%"
call mvn -B -q -Dstyle.color=never -DskipTests -Dspotless.check.skip package 1>&2
set "result=%errorlevel%"
popd
if not "%result%"=="0" (
  echo mambaout: The build failed; Maven's lines above say why. 1>&2
  rmdir "%lock%"
  exit /b 1
)
move /y "%target%\launcher.stamp.new" "%stamp%" >nul
:built
rmdir "%lock%"

rem --- Start

:start
set "flags="
rem Worth 2 to 8% in the kernels' loops; newer compilers don't need it.
if %major% EQU 17 set "flags=-XX:-UseCountedLoopSafepoints -XX:PerMethodTrapLimit=100000"
if %major% GEQ 24 set "flags=--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djdk.console=java.base"
set "predicting="
for %%c in (predict embed explain) do if /i "%~1"=="%%c" set "predicting=yes"
if not defined predicting goto run
rem Little garbage arises, so that the collector that takes the least memory and time to start is the best. Packed weights go
rem where they will stay.
echo "%MAMBAOUT_JAVA_OPTS%" | findstr /c:"GC" >nul || set "flags=%flags% -XX:+UseSerialGC -Xmn16m -XX:PretenureSizeThreshold=256k"
rem The optimising compiler has time for the kernels only; the launcher for other systems says how.
set "vectors=jdk.incubator.vector.*::*"
set "kernels=io.github.mambaout.kernel.Vector*::*"
set "flags=%flags% -XX:+UnlockDiagnosticVMOptions -XX:-DisplayVMOutput -XX:ProfileMaturityPercentage=0"
set "flags=%flags% -XX:Tier4InvocationThreshold=200000 -XX:Tier4MinInvocationThreshold=24000"
set "flags=%flags% -XX:Tier4CompileThreshold=600000 -XX:Tier4BackEdgeThreshold=1600000"
set "flags=%flags% -XX:CompileCommand=quiet -XX:CompileCommand=CompileThresholdScaling,%vectors%,0.1"
set "flags=%flags% -XX:CompileCommand=CompileThresholdScaling,%kernels%,0.0001"
set "flags=%flags% -XX:CompileCommand=CompileThresholdScaling,io.github.mambaout.kernel.VectorKernels::*,0.9"
set "flags=%flags% "-XX:CompilerDirectivesFile=%home%mambaout-bench\src\main\launcher\kernels.json""
:run
set "jars=%jar%"
if defined MAMBAOUT_CLASSPATH set "jars=%jar%;%MAMBAOUT_CLASSPATH%"
"%java%" --add-modules jdk.incubator.vector %flags% -Dfile.encoding=UTF-8 "-Dmambaout.command=%~0" "-Dmambaout.home=%home%." %MAMBAOUT_JAVA_OPTS% -cp "%jars%" io.github.mambaout.train.cli.MambaOutCommand %*
exit /b %errorlevel%

rem Sets errorlevel 1 if a source or a POM is newer than the last build.
:outdated
if not exist "%jar%" exit /b 1
if not exist "%stamp%" exit /b 1
powershell -NoProfile -Command "$built = (Get-Item -LiteralPath $env:stamp).LastWriteTime; $sources = @(Get-ChildItem -Path ($env:home + 'pom.xml'), ($env:home + 'mambaout-*\pom.xml'), ($env:home + 'mambaout-bench\libtorch\pom.xml')) + @(Get-ChildItem -Recurse -Path ($env:home + 'mambaout-*\src\main'), ($env:home + 'mambaout-bench\libtorch\src\main')); if ($sources | Where-Object { $_.LastWriteTime -gt $built } | Select-Object -First 1) { exit 1 }"
exit /b %errorlevel%
