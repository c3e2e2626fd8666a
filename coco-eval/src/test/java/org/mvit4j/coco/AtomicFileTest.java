package org.mvit4j.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void hasThePermissionsOfAnyNewFile() throws IOException {
        Path file = folder.resolve("results.json");
        AtomicFile.write(file, out -> out.write('a'));
        Path plain = Files.writeString(folder.resolve("plain"), "a");
        assertThat(Files.getAttribute(file, "posix:permissions"))
                .isEqualTo(Files.getAttribute(plain, "posix:permissions"));
    }

    @Test
    void aFailureLeavesWhatWasThere() throws IOException {
        Path file = Files.writeString(folder.resolve("results.json"), "old");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write("half of the n".getBytes(StandardCharsets.UTF_8));
                    throw new IOException("no space left");
                }))
                .hasMessage("no space left");
        assertThat(file).hasContent("old");
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
    }
}
