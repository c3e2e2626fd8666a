package org.mvit4j.coco.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mvit4j.coco.CocoFormatException;
import org.mvit4j.coco.check.Finding.Code;

/** One mistake at a time in an otherwise faultless pair of files, found by its name. */
class InputCheckTest {
    @TempDir
    Path folder;

    /** How a detection is written; the faultless way by default. */
    private static class Writer {
        int width(int w, int h) {
            return w;
        }

        int height(int w, int h) {
            return h;
        }

        String id(int annotation) {
            return String.valueOf(annotation + 1);
        }

        String image(int image) {
            return String.valueOf(100 + image);
        }

        String category(int position) {
            return String.valueOf(position * 3 + 7);
        }

        String box(double x, double y, double w, double h) {
            return text(x, y, w, h);
        }

        String score(double score) {
            return String.format(Locale.ROOT, "%.4f", score);
        }

        String extra() {
            return "";
        }
    }

    private static String text(double... values) {
        StringBuilder text = new StringBuilder("[");
        for (double value : values) {
            text.append(text.length() == 1 ? "" : ", ").append(String.format(Locale.ROOT, "%.5f", value));
        }
        return text.append(']').toString();
    }

    private static final int W = 640;
    private static final int H = 400;

    private InputCheck.Result check(Writer writer) throws IOException {
        Random random = new Random(5);
        StringBuilder images = new StringBuilder();
        StringBuilder truth = new StringBuilder();
        StringBuilder results = new StringBuilder();
        int annotation = 0;
        for (int i = 0; i < 20; i++) {
            images.append(i == 0 ? "" : ", ")
                    .append("{\"id\": " + (100 + i) + ", \"file_name\": \"picture" + i + ".jpg\", \"width\": "
                            + writer.width(W, H) + ", \"height\": " + writer.height(W, H) + "}");
            for (int o = 0; o < 4; o++) {
                double w = 40 + random.nextInt(80);
                double h = 20 + random.nextInt(40);
                double x = random.nextInt((int) (W - w));
                double y = random.nextInt((int) (H - h));
                int category = random.nextInt(5);
                String comma = annotation == 0 ? "" : ",\n";
                truth.append(comma)
                        .append("{\"id\": " + writer.id(annotation) + ", \"image_id\": " + (100 + i)
                                + ", \"category_id\": " + (category * 3 + 7)
                                + ", \"area\": 100, \"iscrowd\": 0, \"bbox\": "
                                + text(x, y, w, h) + "}");
                results.append(comma)
                        .append("{\"image_id\": " + writer.image(i) + ", \"category_id\": " + writer.category(category)
                                + ", \"bbox\": " + writer.box(x + 1, y, w, h + 1) + ", \"score\": "
                                + writer.score(random.nextDouble()) + writer.extra() + "}");
                annotation++;
            }
        }
        StringBuilder categories = new StringBuilder();
        for (int k = 0; k < 5; k++) {
            categories.append(k == 0 ? "" : ", ").append("{\"id\": " + (k * 3 + 7) + ", \"name\": \"kind " + k + "\"}");
        }
        return check(
                "{\"images\": [" + images + "], \"categories\": [" + categories + "], \"annotations\": [" + truth
                        + "]}",
                "[" + results + "]");
    }

    private InputCheck.Result check(String truth, String results) throws IOException {
        Path gt = Files.writeString(folder.resolve("gt.json"), truth);
        return InputCheck.check(gt, Files.writeString(folder.resolve("dt.json"), results));
    }

    private static void only(InputCheck.Result result, Code code, String... words) {
        assertThat(result.findings()).as("%s", result).hasSize(1);
        Finding finding = result.findings().get(0);
        assertThat(finding.code()).isEqualTo(code);
        assertThat(finding.fact() + " " + finding.fix() + " " + finding.example())
                .contains(words);
    }

    @Test
    void lvisHasNoCrowds() throws IOException {
        String truth = "{\"images\": [{\"id\": 1, \"width\": 9, \"height\": 9, \"neg_category_ids\": []}],"
                + " \"categories\": [{\"id\": 1, \"name\": \"a\"}], \"annotations\": [{\"id\": 1, \"image_id\": 1,"
                + " \"category_id\": 1, \"area\": 16, \"bbox\": [1, 1, 4, 4]}]}";
        Path gt = Files.writeString(folder.resolve("lvis.json"), truth);
        Path plain = Files.writeString(folder.resolve("coco.json"), truth.replace("neg_category_ids", "other"));
        Path dt = Files.writeString(
                folder.resolve("found.json"),
                "[{\"image_id\": 1, \"category_id\": 1, \"score\": 0.5, \"bbox\": [1, 1, 4, 4]}]");
        assertThat(InputCheck.check(gt, dt).findings()).isEmpty();
        assertThat(InputCheck.check(plain, dt).findings())
                .extracting(Finding::code)
                .contains(Code.MISSING_FIELD);
    }

    @Test
    void nothingIsFoundWhereNothingIsWrong() throws IOException {
        InputCheck.Result result = check(new Writer());
        assertThat(result.findings()).isEmpty();
        assertThat(List.of(result.images(), result.annotations(), result.detections()))
                .containsExactly(20, 80, 80);
    }

    @Test
    void imageIds() throws IOException {
        only(
                check(new Writer() {
                    @Override
                    String image(int image) {
                        return "\"" + (100 + image) + "\"";
                    }
                }),
                Code.UNKNOWN_IMAGE,
                "as numbers",
                "image_id \"100\"");
        only(
                check(new Writer() {
                    @Override
                    String image(int image) {
                        return "\"picture" + image + "\"";
                    }
                }),
                Code.UNKNOWN_IMAGE,
                "file names");
        only(
                check(new Writer() {
                    @Override
                    String image(int image) {
                        return String.valueOf(image);
                    }
                }),
                Code.UNKNOWN_IMAGE,
                "positions");
    }

    @Test
    void categories() throws IOException {
        only(
                check(new Writer() {
                    @Override
                    String category(int position) {
                        return "\"kind " + position + "\"";
                    }
                }),
                Code.CATEGORY_NAMES,
                "write the id");
        only(
                check(new Writer() {
                    @Override
                    String category(int position) {
                        return String.valueOf(position);
                    }
                }),
                Code.CATEGORY_POSITIONS,
                "positions from 0",
                "categories[category_id].id");
        only(
                check(new Writer() {
                    @Override
                    String category(int position) {
                        return String.valueOf(position + 1);
                    }
                }),
                Code.CATEGORY_POSITIONS,
                "positions from 1",
                "[category_id - 1]");
        only(
                check(new Writer() {
                    @Override
                    String category(int position) {
                        return position == 0 ? "999" : super.category(position);
                    }
                }),
                Code.UNKNOWN_CATEGORY,
                "7 = kind 0");
    }

    @Test
    void boxForms() throws IOException {
        for (BoxForm form : BoxForm.values()) {
            if (form == BoxForm.AS_IS) {
                continue;
            }
            InputCheck.Result result = check(new Writer() {
                @Override
                String box(double x, double y, double w, double h) {
                    return switch (form) {
                        case CORNERS -> text(x, y, x + w, y + h);
                        case CENTRE -> text(x + w / 2, y + h / 2, w, h);
                        case SHARES -> text(x / W, y / H, w / W, h / H);
                        case SHARE_CORNERS -> text(x / W, y / H, (x + w) / W, (y + h) / H);
                        case SHARE_CENTRE -> text((x + w / 2) / W, (y + h / 2) / H, w / W, h / H);
                        case TRANSPOSED -> text(y, x, h, w);
                        case TRANSPOSED_CORNERS -> text(y, x, y + h, x + w);
                        case SWAPPED_SIDES -> text(x, y, h, w);
                        default -> "";
                    };
                }
            });
            only(result, Code.BOX_FORM, form.description, form.fix);
        }
    }

    @Test
    void sizes() throws IOException {
        only(
                check(new Writer() {
                    @Override
                    int width(int w, int h) {
                        return h;
                    }

                    @Override
                    int height(int w, int h) {
                        return w;
                    }
                }),
                Code.SWAPPED_SIZE,
                "exchange");
        only(
                check(new Writer() {
                    @Override
                    String extra() {
                        return ", \"segmentation\": {\"size\": [640, 400], \"counts\": \"abc\"}";
                    }
                }),
                Code.MASK_SIZE,
                "[height, width]");
        only(
                check(new Writer() {
                    @Override
                    String box(double x, double y, double w, double h) {
                        return x < 40 ? text(x, y, 0, h) : super.box(x, y, w, h);
                    }
                }),
                Code.EMPTY_BOX,
                "positive");
    }

    @Test
    void annotationIds() throws IOException {
        only(
                check(new Writer() {
                    @Override
                    String id(int annotation) {
                        return String.valueOf(annotation);
                    }
                }),
                Code.ZERO_ID,
                "from 1",
                "gt.json /annotations/0");
        only(
                check(new Writer() {
                    @Override
                    String id(int annotation) {
                        return String.valueOf(annotation / 2 + 1);
                    }
                }),
                Code.DUPLICATE_ID,
                "without repetition");
    }

    @Test
    void scores() throws IOException {
        only(
                check(new Writer() {
                    @Override
                    String score(double score) {
                        return "0.5";
                    }
                }),
                Code.SCORES,
                "the same score");
        only(
                check(new Writer() {
                    @Override
                    String score(double score) {
                        return super.score(100 * score);
                    }
                }),
                Code.SCORES,
                "divide by 100");
        only(
                check(new Writer() {
                    @Override
                    String score(double score) {
                        return super.score(8 * score - 4);
                    }
                }),
                Code.SCORES,
                "logits");
        only(
                check(new Writer() {
                    @Override
                    String score(double score) {
                        return "\"high\"";
                    }
                }),
                Code.SCORES,
                "without a score");
    }

    @Test
    void filesThatAreEmptyOrAnother() throws IOException {
        String truth = "{\"images\": [{\"id\": 1}], \"categories\": [{\"id\": 1}], \"annotations\": [{\"id\": 1,"
                + " \"image_id\": 1, \"category_id\": 1, \"area\": 1, \"iscrowd\": 0, \"bbox\": [0, 0, 1, 1]}]}";
        only(check(truth, "[]"), Code.EMPTY, "no detections");
        only(check("{}", "[]"), Code.EMPTY, "no images");
        only(check("{\"images\": [{\"id\": 1}]}", "[]"), Code.EMPTY, "every figure is -1");
        only(check("[]", "[]"), Code.EMPTY, "--gt");
        String twice = "{\"image_id\": 1, \"category_id\": 1, \"bbox\": [0, 0, 1, 1], \"score\": 0.5}";
        String other = "{\"image_id\": 1, \"category_id\": 1, \"bbox\": [0, 0, 1, 1], \"score\": 0.6}";
        only(check(truth, "[" + twice + "," + other + "," + twice + "]"), Code.REPEATED, "twice");
        assertThatThrownBy(() -> check("{\"images\": [", "[]"))
                .isInstanceOf(CocoFormatException.class)
                .hasMessageContaining("gt.json");
        assertThatThrownBy(() -> check("[".repeat(5000), "[]")).isInstanceOf(CocoFormatException.class);
    }
}
