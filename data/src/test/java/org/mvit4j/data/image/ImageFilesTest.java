package org.mvit4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {

    @TempDir
    Path folder;

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectories(folder.resolve("sub"));
        for (String name : List.of("b.JPG", "a.png", "c [1].jpg", ".hidden.jpg", "notes.txt", "sub/d.webp")) {
            Files.writeString(folder.resolve(name), "broken");
        }
        Files.write(folder.resolve("000139"), FormatMatrix.resource("formats/gif_grey.gif"));
    }

    private List<String> expand(String... arguments) throws IOException {
        return ImageFiles.expand(
                        FileSystems.getDefault(),
                        java.util.Arrays.stream(arguments)
                                .map(a -> folder + "/" + a)
                                .toList())
                .stream()
                .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                .toList();
    }

    @Test
    void aFolderStandsForItsPictures() throws IOException {
        assertThat(expand("")).containsExactly("000139", "a.png", "b.JPG", "c [1].jpg");
    }

    @Test
    void patternsMatchWithinAndAcrossFolders() throws IOException {
        assertThat(expand("*.{png,JPG}")).containsExactly("a.png", "b.JPG");
        assertThat(expand("s*/*")).containsExactly("sub/d.webp");
        assertThat(expand("**.webp")).containsExactly("sub/d.webp");
    }

    @Test
    void aFileStandsForItselfEvenWithBracketsInItsName() throws IOException {
        assertThat(expand("c [1].jpg", "notes.txt", "c*")).containsExactly("c [1].jpg", "notes.txt");
    }

    @Test
    void argumentsWithoutPicturesAreErrors() throws IOException {
        Files.createDirectory(folder.resolve("empty"));
        for (String argument : List.of("none.jpg", "empty", "*.tiff", "gone/*.jpg", "a[.png")) {
            assertThatThrownBy(() -> expand(argument))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining(argument);
        }
    }
}
