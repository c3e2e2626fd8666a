package org.mvit4j.coco.data;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinTask;
import org.mvit4j.coco.Strictness;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.json.MappedFile;

/**
 * A data set and results for it, read at once: parsing the results does not wait for the data set.
 *
 * @param dataset the ground truth
 * @param results the detections
 */
public record CocoInputs(CocoDataset dataset, CocoResults results) {
    /**
     * Reads both files with {@code workers}.
     *
     * @throws org.mvit4j.coco.CocoFormatException if one of them is not what it should be
     */
    public static CocoInputs read(Path truth, Path detections, Strictness strictness, Workers workers) {
        return workers.call(new Callable<CocoInputs>() {
            @Override
            public CocoInputs call() {
                IdSpace space = new IdSpace();
                DatasetReader first = new DatasetReader(MappedFile.open(truth), strictness, workers, space);
                ForkJoinTask<CocoDataset> reading = workers.fork(new Callable<CocoDataset>() {
                    @Override
                    public CocoDataset call() {
                        return first.read();
                    }
                });
                ResultReader second = new ResultReader(MappedFile.open(detections), space, workers);
                RuntimeException failure = null;
                try {
                    second.read();
                } catch (RuntimeException e) {
                    failure = e;
                }
                CocoDataset dataset = workers.join(reading);
                if (failure != null) {
                    throw failure;
                }
                return new CocoInputs(dataset, second.results(dataset, strictness));
            }
        });
    }
}
