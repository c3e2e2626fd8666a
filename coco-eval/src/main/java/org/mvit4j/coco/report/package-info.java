/**
 * The evaluation told to a person and to programs: {@link org.mvit4j.coco.report.Report} holds everything as records,
 * {@link org.mvit4j.coco.report.ReportJson} writes them, and {@link org.mvit4j.coco.report.HtmlReport} makes a page that
 * needs nothing but itself.
 */
@NullMarked
package org.mvit4j.coco.report;

import org.jspecify.annotations.NullMarked;
