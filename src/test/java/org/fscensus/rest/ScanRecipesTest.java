package org.fscensus.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fscensus.rest.RecipeShell.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The recipes in deploy/scan, run for real, and their logs imported. GPFS and Lustre are not here: their commands are
 * played by scripts that find the same tree and write it in the form that they are asked for.
 */
@QuarkusTest
class ScanRecipesTest {
    private static final Path INCOMING =
            Path.of("target", "test-data", "incoming", "recipes").toAbsolutePath();

    /** For commands, trees and logs. */
    @SuppressWarnings("NullAway.Init") // made before each test
    private Path directory;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Path tree;

    @BeforeEach
    void layOut() throws IOException {
        directory = Files.createTempDirectory("recipes").toRealPath();
        tree = Files.createDirectories(directory.resolve("tree"));
        for (String file : List.of("a/x", "a/b/y -- z", "c/100%", "d")) {
            Files.createDirectories(tree.resolve(file).resolveSibling("."));
            Files.write(tree.resolve(file), new byte[5000]);
        }
        Files.createDirectories(INCOMING);
    }

    @AfterEach
    void delete() throws IOException {
        for (Path top : List.of(directory, INCOMING)) {
            try (Stream<Path> all = Files.walk(top)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private Outcome run(String recipe, Object... arguments) throws IOException, InterruptedException {
        return shell().run(recipe, arguments);
    }

    private void command(String name, String script) throws IOException {
        shell().command(name, script);
    }

    private RecipeShell shell() {
        return new RecipeShell(
                directory,
                Map.of(
                        "FSCENSUS_URL", "http://127.0.0.1:" + RestAssured.port,
                        "FSCENSUS_POLL_SECONDS", "0.2",
                        "LC_ALL", "C.UTF-8"));
    }

    private void assertImported(String filesystem) {
        given().get("/api/v1/filesystems/" + filesystem + "/directory?path=" + tree)
                .then()
                .statusCode(200)
                .body("recursive.files", equalTo(4))
                .body("recursive.directories", equalTo(3))
                .body("recursive.apparentBytes", equalTo(20_000));
    }

    @Test
    void aTreeIsListedWithFindSentAndWaitedFor() throws Exception {
        Outcome scan = run("scan-posix.sh", tree, "recipe-posix", directory);
        assertThat(scan.exit()).as(scan.output()).isZero();
        Outcome submit = run("submit.sh", "--upload", "-o", "maxRejected=0", scan.lastLine());
        assertThat(submit.exit()).as(submit.output()).isZero();
        assertImported("recipe-posix");
        Outcome both = run("scan-and-submit.sh", "scan-posix.sh", tree, "recipe-both", directory, "--upload");
        assertThat(both.exit()).as(both.output()).isZero();
        assertThat(directory).isDirectoryNotContaining("glob:**recipe-both*");
        assertImported("recipe-both");
    }

    @Test
    void aListingThatIsNotWholeIsNoScan() throws Exception {
        command("find", "echo 'find: /x: Permission denied' >&2; exit 1\n");
        Outcome denied = run("scan-posix.sh", tree, "recipe-denied", directory);
        assertThat(denied.exit()).isEqualTo(1);
        assertThat(denied.output()).contains("Permission denied");
        command("find", "/usr/bin/find \"$@\"; echo 'find: /x: No such file or directory' >&2; exit 1\n");
        assertThat(run("scan-posix.sh", tree, "recipe-gone", directory).exit()).isZero();
        command("gzip", "exit 1\n");
        assertThat(run("scan-posix.sh", tree, "recipe-full", directory).exit()).isEqualTo(1);
        assertThat(directory).isDirectoryNotContaining("glob:**{recipe-full,recipe-denied}*");
    }

    @Test
    void aLustreTreeIsListedByParallelWorkersAndIsOneScan() throws Exception {
        // find with lfs' long options; the inode number stands for the FID, the group for the project.
        command("lfs", """
                shift
                words=()
                for word; do
                  case $word in
                    --lazy) ;;
                    --printf) words+=(-printf) ;;
                    --maxdepth) words+=(-maxdepth) ;;
                    --type) words+=(-type) ;;
                    *) word=${word//%LF/0x1:0x%i:0x0}; word=${word//%LP/%G}; words+=("$word") ;;
                  esac
                done
                exec find "${words[@]}"
                """);
        Outcome scan = run("scan-lustre.sh", tree, "recipe-lustre", INCOMING);
        assertThat(scan.exit()).as(scan.output()).isZero();
        List<Object> submit = new ArrayList<>(List.of("-o", "maxRejected=0"));
        submit.addAll(List.of(scan.output().strip().split("\n", -1)));
        Outcome outcome = run("submit.sh", submit.toArray());
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertImported("recipe-lustre");
        assertThat(submit.size()).isGreaterThan(3);
    }

    @Test
    void aGpfsListIsMadeByTheRuleFile() throws Exception {
        // Writes what the rule's SHOW clause asks for, token by token, as the policy engine would.
        String policy = Files.readString(RecipeShell.RECIPES.resolve("list-all.policy"));
        // What is escaped in paths is escaped in the attributes too, but for these.
        assertThat(policy).contains("ESCAPE '%/ =:'");
        Pattern attribute = Pattern.compile("'(?: )?(\\w+)=' \\|\\| (?:VARCHAR\\()?(\\w+)\\)?");
        Matcher shown = attribute.matcher(policy);
        StringBuilder format = new StringBuilder("<1> %i 1 0 ");
        while (shown.find()) {
            String value = switch (shown.group(2)) {
                case "FILE_SIZE" -> "%s";
                case "KB_ALLOCATED" -> "%k";
                case "USER_ID" -> "%U";
                case "GROUP_ID" -> "%G";
                case "MISC_ATTRIBUTES" -> "FAu";
                case "MODE" -> "%M";
                case "ACCESS_TIME" -> "%AY-%Am-%Ad %AH:%AM:%AS";
                case "MODIFICATION_TIME" -> "%TY-%Tm-%Td %TH:%TM:%TS";
                case "CREATION_TIME" -> "%CY-%Cm-%Cd %CH:%CM:%CS";
                case "NLINK" -> "%n";
                default -> throw new AssertionError("an attribute that GPFS has not: " + shown.group(2));
            };
            format.append(shown.group(1)).append('=').append(value).append(' ');
        }
        format.append("-- %p\\n");
        command(
                "mmapplypolicy",
                "target=$1; while (($#)); do [[ $1 != -f ]] || prefix=$2; shift; done\n" + "find \"$target\" -printf '"
                        + format + "' | sed 's/100%/100%25/' > \"$prefix.list.list_all\"\n");
        Outcome scan = run("scan-gpfs.sh", tree, "recipe-gpfs", INCOMING, "-N", "all");
        assertThat(scan.exit()).as(scan.output()).isZero();
        Outcome submit = run("submit.sh", "-o", "pathEscape=percent", "-o", "maxRejected=0", scan.lastLine());
        assertThat(submit.exit()).as(submit.output()).isZero();
        assertImported("recipe-gpfs");
        given().get("/api/v1/filesystems/recipe-gpfs/directory?path=" + tree + "/c")
                .then()
                .body("recursive.files", equalTo(1));
    }

    @Test
    void anImportThatFailsOrIsRefusedEndsWithACodeOfItsOwn() throws Exception {
        Path log = Files.writeString(INCOMING.resolve("20260125_s_recipe-bad.list"), "no log\n");
        Outcome failed = run("submit.sh", log);
        assertThat(failed.exit()).as(failed.output()).isEqualTo(1);
        assertThat(failed.output()).contains("It begins: no log");
        Outcome refused = run("submit.sh", "-o", "format=tar", log);
        assertThat(refused.exit()).as(refused.output()).isEqualTo(4);
        assertThat(refused.output()).contains("format: ");
        assertThat(run("submit.sh").exit()).isEqualTo(2);
    }
}
