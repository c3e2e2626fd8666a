package org.mvit4j.maskrcnn.matching;

/** How well each of {@code rows} annotations fits each of {@code columns} boxes; higher is better, 0 is not at all. */
public interface MatchQuality {
    /** Number of annotations. */
    int rows();

    /** Number of boxes. */
    int columns();

    /** Quality of the pair. */
    float at(int row, int column);

    /** A matrix written out row by row. */
    static MatchQuality of(int rows, int columns, float[] values) {
        if (values.length != rows * columns) {
            throw new IllegalArgumentException(values.length + " values for a " + rows + "x" + columns + " matrix");
        }
        return new MatchQuality() {
            @Override
            public int rows() {
                return rows;
            }

            @Override
            public int columns() {
                return columns;
            }

            @Override
            public float at(int row, int column) {
                return values[row * columns + column];
            }
        };
    }
}
