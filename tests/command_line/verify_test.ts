// `ferry verify` on the command line: its lines, its JSON and its exit codes.

import { assertEquals } from "@std/assert";
import { differenceLine } from "../../lib/cli/screen/lines.ts";
import { jsonDifference } from "../../lib/cli/screen/json.ts";
import { summaryLine } from "../../lib/cli/screen/summary.ts";
import { toBytes } from "../../lib/cli/text.ts";
import type { DifferenceEvent } from "../../lib/events.ts";
import { runFerry } from "../support/ferry_process.ts";
import { cannotSwitchUser, runAsUser } from "../support/ordinary_user.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { summary, textOf } from "../cli/fixtures.ts";

function difference(changed: Partial<DifferenceEvent>): DifferenceEvent {
  return {
    type: "difference",
    what: "mode",
    path: toBytes("dir/file"),
    entryType: "file",
    source: "0644",
    target: "0600",
    ...changed,
  };
}

Deno.test("differenceLine: what differs and how it is on either side", () => {
  const none = { source: null, target: null };
  const at = "from byte 7 on";
  const cases: readonly (readonly [Partial<DifferenceEvent>, string])[] = [
    [{}, "mode of 'dir/file': 0644 in SOURCE, 0600 in DEST\n"],
    [{ what: "missing", ...none }, "missing: 'dir/file'\n"],
    [{ what: "extra", ...none }, "extra: 'dir/file'\n"],
    [
      { what: "contents", source: at, target: at },
      "contents of 'dir/file': differ from byte 7 on\n",
    ],
    [{ what: "mtime", source: "1", target: "2" }, "time of 'dir/file': 1 in SOURCE, 2 in DEST\n"],
    [{ path: toBytes(""), entryType: "folder" }, "mode of '.': 0644 in SOURCE, 0600 in DEST\n"],
  ];
  for (const [changed, line] of cases) {
    assertEquals(textOf(differenceLine(difference(changed), "src", false)), line);
  }
});

Deno.test("differenceLine: on a terminal link texts and names are escaped", () => {
  const event = difference({
    what: "symlink",
    path: toBytes("a\n"),
    source: "\x1b[31m",
    target: "b",
  });
  const line = textOf(differenceLine(event, "src", true));
  assertEquals(line, "link text of $'a\\n': \\x1b[31m in SOURCE, b in DEST\n");
});

Deno.test("jsonDifference: exactly the promised fields", () => {
  assertEquals(JSON.parse(jsonDifference(difference({}), "src")), {
    type: "difference",
    schema: 1,
    what: "mode",
    path: "dir/file",
    entry_type: "file",
    source: "0644",
    dest: "0600",
  });
});

Deno.test("summaryLine: what was verified", () => {
  const equal = summary({ command: "verify", filesVerified: 1200, bytesVerified: 2048 });
  assertEquals(summaryLine(equal), "1,200 files verified (2.0 KiB), no differences in 1.23 s\n");
  const one = summary({
    command: "verify",
    filesVerified: 1,
    differences: 1,
    outcome: "different",
  });
  assertEquals(summaryLine(one), "1 file verified (0 B), 1 difference in 1.23 s\n");
});

Deno.test("ferry verify: exit 0, then 3 with a line a difference; -q and --json", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s; echo 1 >s/a; echo 2 >s/b; cp -a s t", dir);
    const equal = await runFerry(["verify", "s", "t"], dir);
    assertEquals([equal.code, equal.stderr], [0, ""]);
    assertEquals(equal.stdout.replace(/ in .*/, ""), "2 files verified (4 B), no differences\n");
    sh("chmod 600 t/a; rm t/b; echo 3 >t/c; touch -r s t", dir);
    const differing = await runFerry(["verify", "s", "t"], dir);
    assertEquals([differing.code, differing.stderr], [3, ""]);
    assertEquals(differing.stdout.replace(/ in \d.*/, "").split("\n").sort(), [
      "",
      "1 file verified (2 B), 3 differences",
      "extra: 'c'",
      "missing: 'b'",
      "mode of 'a': 0644 in SOURCE, 0600 in DEST",
    ]);
    assertEquals(await runFerry(["verify", "-q", "s", "t"], dir), {
      code: 3,
      stdout: "",
      stderr: "",
    });
    const json = await runFerry(["verify", "--json", "s", "t"], dir);
    const lines = json.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    assertEquals(lines.map(({ type }) => type), [
      "difference",
      "difference",
      "difference",
      "summary",
    ]);
    const { command, outcome, exit_code, dry_run, differences } = lines[3];
    assertEquals([command, outcome, exit_code, dry_run, differences], [
      "verify",
      "different",
      3,
      false,
      3,
    ]);
  });
});

testOrSkip(
  "ferry verify: what cannot be read is an error, exit 1; owners out of reach differ all the same",
  cannotSwitchUser,
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir s; echo 1 >s/a; echo 2 >s/secret; chmod 600 s/secret; cp -a s t", dir);
      const unreadable = await runAsUser(["verify", "s", "t"], dir);
      assertEquals(unreadable.code, 1);
      assertEquals(
        unreadable.stderr,
        "ferry: cannot open 's/secret': Permission denied (EACCES)\nferry: 1 error\n",
      );
      sh("chmod 644 s/secret t/secret; chown 7 t/a", dir);
      const owned = await runAsUser(["verify", "s", "t"], dir);
      assertEquals([owned.code, owned.stdout.split("\n")[0]], [
        3,
        "owner of 'a': 0 in SOURCE, 7 in DEST",
      ]);
    });
  },
);

Deno.test("verify -v: a line for each file whose contents are equal, also by a list of digests", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s; echo a >s/a; echo b >s/b; mkdir s/d; cp -a s t; echo x >t/a", dir);
    sh("touch -r s/a t/a; chmod 600 t/b; (cd s && sha256sum a b >../list)", dir);
    const lines = async (...args: string[]) => {
      const { stdout } = await runFerry(["verify", ...args], dir);
      return stdout.split("\n").filter((line) => line.startsWith("equal")).sort();
    };
    assertEquals(await lines("-v", "s", "t"), ["equal contents 'b'"]);
    assertEquals(await lines("s", "t"), []);
    const listed = await lines("-v", "--check", "list", "t");
    assertEquals(listed, ["equal contents 'b'"]);
    const { stdout } = await runFerry(["verify", "--json", "-v", "s", "t"], dir);
    const events = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    assertEquals(
      events.filter(({ type }) => type === "operation"),
      [{ type: "operation", schema: 1, op: "verify", path: "b", size: 2, method: null }],
    );
  });
});

Deno.test("verify --print0: the name of each entry that differs, raw and once", async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir s; echo a >s/a; echo b >$'s/b\\n\\xff'; cp -a s t; echo xx >t/a; chmod 600 t/a t/b*",
      dir,
    );
    sh("touch -r s t", dir);
    const { code, stdout, stderr } = await runFerry(["verify", "--print0", "s", "t"], dir);
    assertEquals(code, 3);
    const names = stdout.split("\0").sort();
    assertEquals(names, ["", "a", "b\n\ufffd"]);
    assertEquals(stderr.includes("differences in"), true);
  });
});
