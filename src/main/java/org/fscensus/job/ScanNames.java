package org.fscensus.job;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fscensus.scanlog.ScanFileName;

/**
 * What the names of a scan's logs tell together. Those that do not follow the custom tell nothing; those that do have to
 * agree.
 *
 * @param filesystem that all agree on
 * @param date that all agree on
 * @param hasDates whether there is any date, agreed on or not
 * @param trouble why there is no file system's name, as a clause
 */
record ScanNames(Optional<String> filesystem, Optional<LocalDate> date, boolean hasDates, String trouble) {

    static ScanNames of(List<String> fileNames) {
        List<ScanFileName> telling = new ArrayList<>();
        for (String name : fileNames) {
            ScanFileName.parse(name).ifPresent(telling::add);
        }
        List<String> filesystems =
                telling.stream().map(ScanFileName::filesystem).distinct().toList();
        List<LocalDate> dates =
                telling.stream().map(ScanFileName::date).distinct().toList();
        String trouble = filesystems.isEmpty()
                ? (fileNames.size() == 1 ? "the file is" : "the files are")
                        + " not named YYYYMMDD_<server>_<filesystem>.list"
                : "the files' names tell different ones (" + String.join(", ", filesystems) + ")";
        return new ScanNames(only(filesystems), only(dates), !dates.isEmpty(), trouble);
    }

    private static <T> Optional<T> only(List<T> all) {
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }
}
