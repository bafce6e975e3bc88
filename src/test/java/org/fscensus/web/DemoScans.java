package org.fscensus.web;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;

/**
 * Monthly scans of a small research file system that grows, for the page's tests and pictures: named owners and groups,
 * old archives, and directories whose names try to be markup, terminal commands or text that runs backwards. Always the
 * same bytes. Lines are ISO 8859-1 strings, one character a byte.
 */
final class DemoScans {
    /** The scans, the oldest first. */
    static final List<LocalDate> DAYS = List.of(
            LocalDate.of(2025, 8, 15),
            LocalDate.of(2025, 9, 15),
            LocalDate.of(2025, 10, 15),
            LocalDate.of(2025, 11, 15),
            LocalDate.of(2025, 12, 15),
            LocalDate.of(2026, 1, 15));

    static final String ROOT = "/gpfs/csfs1/science";

    /** Markup that would run if it were taken for such. */
    static final String MARKUP = "<img src=x onerror=window.hacked=1>";

    /** As the API tells them: a terminal's escape sequence, bytes that are no UTF-8, a percent sign. */
    static final List<String> ESCAPED = List.of("red%1B[31m", "latin%E9%FF", "100%25 done");

    private static final List<String> USERS = List.of(
            "root", "ada", "bruno", "chiara", "deniz", "emeka", "farah", "goran", "hanna", "ivan", "jun", "katya");
    private static final List<String> GROUPS = List.of("root", "climate", "genomics", "ocean", "materials");
    private static final List<String> SUFFIXES = List.of(".nc", ".h5", ".bam", ".csv", ".log", ".py", ".tar.gz");
    private static final int FIRST_ID = 1000;
    private static final long KIB = 1024;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final LocalDateTime LAST = DAYS.get(DAYS.size() - 1).atStartOfDay();

    private final LocalDateTime scan;
    private final OutputStream out;
    private long inode = 4711;

    private DemoScans(LocalDate day, OutputStream out) {
        this.scan = day.atStartOfDay();
        this.out = out;
    }

    /** Writes all scans into a directory, and returns the logs in the order of {@link #DAYS}. */
    static List<Path> write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("passwd"), accounts(USERS, ":x:%d:100:%s:/:/bin/sh"));
        Files.writeString(directory.resolve("group"), accounts(GROUPS, ":x:%d:"));
        List<Path> logs = DAYS.stream()
                .map(day -> directory.resolve(
                        day.format(DateTimeFormatter.BASIC_ISO_DATE) + "_csfs1_science.list.list_all.log"))
                .toList();
        for (int scan = 0; scan < logs.size(); scan++) {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(logs.get(scan)))) {
                new DemoScans(DAYS.get(scan), out).everything();
            }
        }
        return logs;
    }

    private static String accounts(List<String> names, String rest) {
        StringBuilder lines = new StringBuilder();
        for (String name : names) {
            lines.append(name).append(rest.formatted(id(names, name), name)).append('\n');
        }
        return lines.toString();
    }

    private static int id(List<String> names, String name) {
        return name.equals("root") ? 0 : FIRST_ID + names.indexOf(name);
    }

    private void everything() throws IOException {
        directory("", "root", "root");
        directory("/home", "root", "root");
        for (int user = 1; user < USERS.size(); user++) {
            home(USERS.get(user), GROUPS.get(1 + user % 4));
        }
        directory("/projects", "root", "root");
        project("cmip-downscaling", "chiara", "climate", 40, 900, 400);
        project("ocean-grid", "farah", "ocean", 30, 700, 1500);
        project("rna-atlas", "bruno", "genomics", 36, 500, 2200);
        project("perovskites", "goran", "materials", 18, 200, 300);
        project("sea-ice", "hanna", "ocean", 14, 150, 900);
        directory("/archive", "root", "root");
        for (int year = 2018; year <= 2023; year++) {
            archive(year);
        }
        scratch();
        strange();
    }

    private void home(String user, String group) throws IOException {
        String home = "/home/" + user;
        directory(home, user, group);
        for (String part : List.of("code", "notebooks", "papers", ".cache")) {
            directory(home + "/" + part, user, group);
            files(home + "/" + part, user, group, 25, 40, part.equals("papers") ? 900 : 200);
        }
    }

    private void project(String name, String owner, String group, int runs, int megabytes, int oldest)
            throws IOException {
        String project = "/projects/" + name;
        directory(project, owner, group);
        for (String part : List.of("raw", "processed", "models")) {
            directory(project + "/" + part, owner, group);
            for (int run = 0; run < runs / (part.equals("models") ? 3 : 1); run++) {
                String place = project + "/" + part + "/run-%03d".formatted(run);
                // Every run began some time before the last scan; those of later months are not there yet.
                int age = oldest - run * oldest / runs;
                if (LAST.minusDays(age).isBefore(scan)) {
                    directory(place, owner, group);
                    files(place, run % 9 == 4 ? USERS.get(1 + run % 11) : owner, group, 8, megabytes, age);
                }
            }
        }
    }

    private void archive(int year) throws IOException {
        String archive = "/archive/" + year;
        int age = (2026 - year) * 365;
        directory(archive, "root", "root");
        for (String set : List.of("reanalysis", "satellite", "backup-ada")) {
            String owner = set.equals("backup-ada") ? "ada" : year % 2 == 0 ? "chiara" : "emeka";
            directory(archive + "/" + set, owner, "climate");
            files(archive + "/" + set, owner, "climate", 30, set.equals("backup-ada") ? 1400 : 450, age);
        }
    }

    /** Runs that come and go. */
    private void scratch() throws IOException {
        directory("/scratch", "root", "root");
        int month = scan.getMonthValue();
        for (int user = 1; user < USERS.size(); user += 2) {
            String place = "/scratch/" + USERS.get(user);
            directory(place, USERS.get(user), "ocean");
            for (int job = 0; job < 4; job++) {
                String run = place + "/job-" + (4000 + month * 10 + job * user);
                directory(run, USERS.get(user), "ocean");
                files(run, USERS.get(user), "ocean", 6, 120, 20);
            }
        }
    }

    private void strange() throws IOException {
        String strange = "/strange names";
        directory(strange, "ada", "climate");
        for (String name : List.of(
                MARKUP,
                "\"><svg onload=window.hacked=1>",
                "red\u001b[31m",
                "latin\u00e9\u00ff",
                "100% done",
                utf8("data\u202egpj.exe"),
                utf8("K\u00f6ln-\u30c7\u30fc\u30bf"),
                "javascript:alert(1)",
                "{{7*7}} ${window.hacked=1}")) {
            directory(strange + "/" + name, "ada", "climate");
            files(strange + "/" + name, "ada", "climate", 4, 30, 700);
        }
    }

    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private void directory(String path, String owner, String group) throws IOException {
        line(path, owner, group, "drwxr-xr-x", 4096, LAST.minusDays(3000));
    }

    /** Files of about so many megabytes each, last read up to so many days before the last scan. */
    private void files(String path, String owner, String group, int count, int megabytes, int oldest)
            throws IOException {
        Random random = new Random((path + owner).hashCode());
        for (int file = 0; file < count; file++) {
            long size = (long) (megabytes * KIB * KIB * Math.pow(random.nextDouble(), 3) * 3) + random.nextInt(5000);
            LocalDateTime read =
                    LAST.minusDays(oldest - random.nextInt(1 + oldest / 3)).minusHours(random.nextInt(24));
            String name = "part_%04d%s".formatted(file, SUFFIXES.get(random.nextInt(SUFFIXES.size())));
            line(path + "/" + name, owner, group, "-rw-r--r--", size, read.isBefore(scan) ? read : scan.minusHours(5));
        }
    }

    private void line(String path, String owner, String group, String mode, long size, LocalDateTime time)
            throws IOException {
        String when = TIME.format(time);
        out.write("<1> %d 65537 0  s=%d a=%d u=%d g=%d m=FAu p=%s ac=%s mt=%s cr=%s nl=1 -- %s%s\n"
                .formatted(
                        inode++,
                        size,
                        (size + KIB - 1) / KIB,
                        id(USERS, owner),
                        id(GROUPS, group),
                        mode,
                        when,
                        when,
                        when,
                        ROOT,
                        path)
                .getBytes(StandardCharsets.ISO_8859_1));
    }
}
