package org.fscensus.scanlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanFileNameTest {
    @ParameterizedTest
    @CsvSource({
        "20260125_csfs1_cgd.list.list_all.log, 2026-01-25, csfs1, cgd, GPFS",
        "20260111_csfs1_asp.list.list_all.log.zst, 2026-01-11, csfs1, asp, GPFS",
        "20240229_s_a.list, 2024-02-29, s, a, GPFS",
        "20260130_cluster-2_my_own_fs.list.gz, 2026-01-30, cluster-2, my_own_fs, GPFS",
        "20260130_lus1_desc1.lfs-scan, 2026-01-30, lus1, desc1, LUSTRE",
        "20260130_lus1_desc1.lfs-scan.xz, 2026-01-30, lus1, desc1, LUSTRE",
        "20260130_nas_home.posix-scan.1, 2026-01-30, nas, home, POSIX",
    })
    void tellsDateServerFilesystemAndFormat(
            String name, LocalDate date, String server, String filesystem, LogFormat format) {
        assertThat(ScanFileName.parse(name)).contains(new ScanFileName(date, server, filesystem, format));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "asp.list",
                "20260125_csfs1.list",
                "20260125__cgd.list",
                "20260125_csfs1_.list",
                "2026125_csfs1_cgd.list",
                "20261325_csfs1_cgd.list",
                "20260229_csfs1_cgd.list",
                "20260125_csfs1_cgd.txt",
                "20260125_csfs1_cgd.listing",
                "20260125_csfs1_cgd.v2.list",
                "x20260125_csfs1_cgd.list",
            })
    void knowsNothingOfOtherNames(String name) {
        assertThat(ScanFileName.parse(name)).isEmpty();
    }
}
