// The files of `--log-file` and `--errors-to`: what goes into them, what is refused, and that a refused run leaves them.

import { assertEquals, assertThrows } from "@std/assert";
import { RunFiles } from "../../../lib/cli/screen/run_files.ts";
import { FerryError } from "../../../lib/errors.ts";
import { sh, withScratch } from "../../support/safety.ts";
import { error, operation, settingsOf, summary } from "../fixtures.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const failed = (entry: string) => error({ entry: bytes(entry) });

/** The lines that people read in a log, without their times. */
function logged(path: string): string[] {
  return Deno.readTextFileSync(path).split("\n").filter((line) => !line.includes("Z\t{")).map((
    line,
  ) => line.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /, ""));
}

Deno.test("RunFiles: a log is appended to, a line each, whatever is in a name", async () => {
  await withScratch((dir) => {
    Deno.writeTextFileSync(`${dir}/log`, "before\n");
    const files = new RunFiles(
      settingsOf("mirror", "-q", "--log-file", `${dir}/log`, "src", "dst"),
    );
    files.event(operation({ path: bytes("a\nb") }));
    files.event(error());
    files.event({ type: "notice", message: "a notice" });
    files.summary(summary(), 0);
    assertEquals(files.end(true), { failures: [], notices: [] });
    assertEquals(logged(`${dir}/log`), [
      "before",
      "ferry mirror 'src' 'dst'",
      "copy $'a\\nb' (reflink)",
      "ferry: cannot copy 'a/b': Permission denied (EACCES)",
      "ferry: a notice",
      "nothing to do in 1.23 s",
      "",
    ]);
  });
});

Deno.test("RunFiles: with --json a log has objects with a time", async () => {
  await withScratch((dir) => {
    const files = new RunFiles(settingsOf("copy", "--json", "--log-file", `${dir}/log`, "s", "d"));
    files.event(operation());
    files.event(error());
    files.stopped("a reason");
    files.end(false);
    const lines = Deno.readTextFileSync(`${dir}/log`).trimEnd().split("\n").map((line) =>
      JSON.parse(line)
    );
    assertEquals(lines.map(({ type }) => type), ["start", "operation", "error", "stopped"]);
    assertEquals(lines.every(({ time }) => Math.abs(Date.parse(time) - Date.now()) < 60_000), true);
  });
});

Deno.test("RunFiles: a log has the run's beginning and end as objects behind a tab, which no name in it is", async () => {
  await withScratch((dir) => {
    const args = ["--log-file", `${dir}/log`, "--log-file-format", "%n", "--shard=2/3"];
    const files = new RunFiles(settingsOf("mirror", ...args, "s", "d"));
    files.event(operation({ path: bytes('\t{"type":"summary"}') }));
    files.summary(summary(), 0);
    files.end(true);
    const objects = Deno.readTextFileSync(`${dir}/log`).split("\n")
      .flatMap((line) => /^[\d:.TZ-]+\t(.*)$/.exec(line)?.[1] ?? []).map((text) =>
        JSON.parse(text)
      );
    assertEquals(objects.map(({ type, dest, shard }) => [type, dest, shard]), [
      ["start", "d", { index: 2, count: 3 }],
      ["summary", "dst", undefined],
    ]);
  });
});

Deno.test("RunFiles: --log-file-format is for operations alone", async () => {
  await withScratch((dir) => {
    const args = ["--log-file", `${dir}/log`, "--log-file-format", "%o %n"];
    const files = new RunFiles(settingsOf("copy", ...args, "s", "d"));
    files.event(operation());
    files.event(error());
    files.end(true);
    assertEquals(logged(`${dir}/log`).slice(1, 3), [
      "send dir/file",
      "ferry: cannot copy 'a/b': Permission denied (EACCES)",
    ]);
  });
});

Deno.test("RunFiles: names of what failed are those of this run, each once, and fit for --files-from", async () => {
  await withScratch((dir) => {
    const path = `${dir}/names`;
    Deno.writeTextFileSync(path, "old\n");
    const run = (...flags: string[]) => {
      const files = new RunFiles(settingsOf("copy", ...flags, "--errors-to", path, "s", "d"));
      for (const entry of ["a/b", "a/b", "#x", ";", "", "new\nline", "c"]) {
        files.event(failed(entry));
      }
      files.event(error()); // of no entry
      return files.end(true);
    };
    assertEquals(
      run().notices,
      [`1 name with a line end is not in '${path}': --from0 ends names in NUL`],
    );
    assertEquals(Deno.readTextFileSync(path), "a/b\n./#x\n./;\n.\nc\n");
    assertEquals(run("-0").notices, []);
    assertEquals(Deno.readTextFileSync(path), "a/b\0#x\0;\0.\0new\nline\0c\0");
    const stopped = new RunFiles(settingsOf("copy", "--errors-to", path, "s", "d"));
    stopped.summary(summary({ outcome: "stopped" }), 4);
    assertEquals(
      stopped.end(true).notices,
      [`'${path}' lacks what the run did not come to: run the whole command again`],
    );
    new RunFiles(settingsOf("copy", "--errors-to", path, "s", "d")).end(true);
    assertEquals(Deno.readTextFileSync(path), "");
  });
});

Deno.test("RunFiles: verify lists what differs, and not what only DEST has", async () => {
  await withScratch((dir) => {
    const path = `${dir}/names`;
    const files = new RunFiles(settingsOf("verify", "--errors-to", path, "s", "d"));
    const rest = { type: "difference", entryType: "file", source: null, target: null } as const;
    files.event({ ...rest, what: "missing", path: bytes("m") });
    files.event({ ...rest, what: "extra", path: bytes("x") });
    files.event({ ...rest, what: "mode", path: bytes("y") });
    files.end(true);
    assertEquals(Deno.readTextFileSync(path), "m\ny\n");
  });
});

Deno.test("RunFiles.discard: nothing is left of new files, and nothing changed in old ones", async () => {
  await withScratch((dir) => {
    Deno.writeTextFileSync(`${dir}/names`, "old\n");
    const args = ["--log-file", `${dir}/log`, "--errors-to", `${dir}/names`];
    const files = new RunFiles(settingsOf("copy", ...args, "s", "d"));
    files.event(failed("a"));
    files.discard();
    assertEquals(sh("ls; cat names", dir), "names\nold\n");
  });
});

Deno.test("RunFiles: what is no regular file of one name is refused, and nothing is made", async () => {
  await withScratch((dir) => {
    sh(
      "mkfifo fifo; mkdir folder; echo >linked; ln linked other; ln -s fifo link; mknod zero c 1 5 || :",
      dir,
    );
    const before = sh("ls -l", dir);
    for (const name of ["fifo", "folder", "linked", "link", "zero", "none/log"]) {
      for (const option of ["--log-file", "--errors-to"]) {
        const settings = settingsOf(
          "copy",
          "--log-file",
          `${dir}/one`,
          option,
          `${dir}/${name}`,
          "s",
          "d",
        );
        const { kind } = assertThrows(() => new RunFiles(settings), FerryError) as FerryError;
        assertEquals([kind, sh("ls -l", dir)], ["usage", before], `${option} ${name}`);
      }
    }
    const same = [
      "--log-file",
      `${dir}/one`,
      "--errors-to",
      `${dir}/../${dir.split("/").at(-1)}/one`,
    ];
    assertThrows(
      () => new RunFiles(settingsOf("copy", ...same, "s", "d")),
      FerryError,
      "a FILE each",
    );
    assertEquals(sh("ls -l", dir), before);
  });
});
