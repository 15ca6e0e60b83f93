package org.redstats.publisher;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReadmeTests {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void showsExamplesThatCompile(@TempDir Path classes) throws Exception {
        var sources = JAVA.matcher(Files.readString(Path.of("README.md"))).results()
                .map(example -> new Source(example.group(1)))
                .toList();
        var complaints = new DiagnosticCollector<JavaFileObject>();

        ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, complaints,
                        List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path")), null, sources)
                .call();

        assertThat(sources).hasSize(2);
        assertThat(complaints.getDiagnostics()).isEmpty();
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String code;

        Source(String code) {
            super(URI.create("string:///Example.java"), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }
}
