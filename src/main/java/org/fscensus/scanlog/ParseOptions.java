package org.fscensus.scanlog;

import java.time.ZoneId;

/**
 * What a job says about how its log is to be read.
 *
 * @param timeZone of times without a zone
 * @param modifyTimes whether modification times are wanted; where not, they need not be read
 */
public record ParseOptions(ZoneId timeZone, PathEscape pathEscape, boolean modifyTimes) {}
