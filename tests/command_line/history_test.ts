// Runs as their user's history keeps them: what is in it, who may read it, and that no run fails, waits or changes its trees
// because of it.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { ferryCommand, type Outcome } from "../support/ferry.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

const scratch = makeScratch("ferry_past_");
const denoDir = Deno.env.get("DENO_DIR") ?? `${Deno.env.get("HOME")}/.cache/deno`;
let count = 0;

/** A home, and trees beside it that have telling names. */
class Place {
  readonly dir = `${scratch}/${count++}`;
  readonly home = `${this.dir}/home`;
  readonly file = `${this.home}/.local/state/ferry/history.jsonl`;

  constructor() {
    Deno.mkdirSync(this.home, { recursive: true });
    Deno.mkdirSync(`${this.dir}/secret-source`);
    Deno.writeTextFileSync(`${this.dir}/secret-source/secret-name`, "12345");
  }

  async run(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
    const [program, ...rest] = ferryCommand();
    const { code, stdout, stderr } = await new Deno.Command(program, {
      args: [...rest, ...args],
      cwd: this.dir,
      env: {
        HOME: this.home,
        DENO_DIR: denoDir,
        NO_COLOR: "1",
        XDG_STATE_HOME: "",
        FERRY_NO_CONFIG: "1",
        FERRY_NO_HISTORY: "",
        ...env,
      },
    }).output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  }

  mirror(...flags: string[]): Promise<Outcome> {
    return this.run(["mirror", ...flags, "secret-source", "secret-dest"]);
  }

  get lines(): string[] {
    try {
      return Deno.readTextFileSync(this.file).split("\n").filter((line) => line !== "");
    } catch {
      return [];
    }
  }
}

Deno.test("history: each finished run is a line that names no file, for its user alone", async () => {
  const place = new Place();
  const empty = await place.run(["history"]);
  assertEquals([empty.code, empty.stderr], [0, ""]);
  assertMatch(empty.stdout, /^no runs are remembered in .*history\.jsonl\n$/);
  for (const run of [["mirror"], ["verify"], ["copy", "-T", "--fsync"]]) {
    assertEquals((await place.run([...run, "secret-source", "secret-dest"])).code, 0);
  }
  assertEquals((await place.run(["move", "secret-source", "secret-moved"])).code, 0);
  const text = Deno.readTextFileSync(place.file);
  assert(!/secret|home|past/.test(text), text);
  const runs = place.lines.map((line) => JSON.parse(line));
  assertEquals(runs.map(({ command }) => command), ["mirror", "verify", "copy", "move"]);
  assertEquals(runs.map(({ files, bytes }) => [files, bytes])[0], [1, 5]);
  assertEquals([runs[1].bytesCompared, runs[2].options], [5, { fsync: true }]);
  // As another program sees it.
  const stat = await new Deno.Command("stat", {
    args: ["-c", "%a", place.file, place.file.replace(/\/[^/]*$/, "")],
  }).output();
  assertEquals(new TextDecoder().decode(stat.stdout), "600\n700\n");

  const told = await place.run(["history"]);
  assertEquals(told.stdout.trimEnd().split("\n").length, 5);
  const objects = (await place.run(["history", "--json"])).stdout.trimEnd().split("\n");
  const { type, schema, outcome, bytes_copied } = JSON.parse(objects[0]);
  assertEquals([objects.length, type, schema, outcome, bytes_copied], [4, "run", 1, "done", 5]);
  assertEquals((await place.run(["history", "--clear"])).stdout, "4 runs forgotten\n");
  assertEquals(place.lines, []);
});

Deno.test("history: nothing is added by a dry run, with --no-history, by the variable, by a refusal", async () => {
  const place = new Place();
  await place.mirror("--dry-run");
  await place.mirror("--no-history");
  await place.run(["copy", "secret-source", "secret-dest"], { FERRY_NO_HISTORY: "1" });
  await place.run(["copy", "nothing", "secret-dest"]);
  assertEquals([...Deno.readDirSync(place.home)], []);
  await place.run(["copy", "--history", "secret-source", "b"], { FERRY_NO_HISTORY: "1" });
  assertEquals(place.lines.length, 1);
});

Deno.test("history: a run whose trees hold the file adds nothing, so that a mirror stays equal", async () => {
  const place = new Place();
  await place.mirror();
  for (const pair of [["home", "copy-of-home"], ["secret-source", "home/.local/state/ferry"]]) {
    for (const command of ["copy", "mirror", "verify"]) {
      await place.run([command, ...command === "copy" ? ["-T"] : [], ...pair]);
      if (pair[0] === "home") assertEquals(place.lines.length, 1, command);
    }
  }
  assertEquals(place.lines, []); // the last mirror has deleted it, as it was asked to
  assertEquals((await place.run(["verify", "secret-source", "home/.local/state/ferry"])).code, 0);
});

Deno.test("history: no home, one that is a file, a link in its place: the run is as it would be without", async () => {
  const place = new Place();
  const other = `${place.dir}/other`;
  Deno.writeTextFileSync(other, "mine\n");
  const nowhere = `${place.dir}/nowhere`;
  const odd: readonly Record<string, string>[] = [
    { HOME: "" },
    { HOME: nowhere },
    { XDG_STATE_HOME: other },
  ];
  for (const env of odd) {
    const { code, stderr } = await place.run(["mirror", "secret-source", "secret-dest"], env);
    assertEquals([code, stderr], [0, ""]);
  }
  assertEquals((await place.run(["history"], { HOME: "" })).code, 0);
  const none = await place.run(["history"], { HOME: nowhere });
  const reason = `no runs are remembered in ${nowhere}/.local/state/ferry/history.jsonl, for ` +
    `there is no folder ${nowhere}\n`;
  assertEquals([none.code, none.stdout, none.stderr], [0, reason, ""]);
  const unreadable = await place.run(["history"], { XDG_STATE_HOME: other });
  assertEquals([unreadable.code, unreadable.stderr], [
    4,
    `ferry: cannot read the history '${other}/ferry/history.jsonl': Not a directory (ENOTDIR)\n` +
    "ferry: XDG_STATE_HOME or HOME names another place\n",
  ]);
  Deno.mkdirSync(place.file.replace(/\/[^/]*$/, ""), { recursive: true });
  Deno.symlinkSync(other, place.file);
  const { code, stderr } = await place.mirror();
  assertEquals([code, stderr, Deno.readTextFileSync(other)], [0, "", "mine\n"]);
  assertEquals([...Deno.readDirSync(place.dir)].map(({ name }) => name).sort(), [
    "home",
    "other",
    "secret-dest",
    "secret-source",
  ]);
});

testOrSkip(
  "history: a home that nobody may write to, and one on a full disk",
  Deno.uid() === 0 ? null : "not root",
  async () => {
    const place = new Place();
    const mount = (options: string) =>
      new Deno.Command("mount", {
        args: ["-t", "tmpfs", "-o", options, "none", place.home],
      }).outputSync();
    mount("ro");
    const readOnly = await place.mirror();
    assertEquals([readOnly.code, readOnly.stderr], [0, ""]);
    mount("size=4k,mode=755");
    Deno.writeFileSync(`${place.home}/fill`, new Uint8Array(4096));
    const full = await place.mirror();
    assertEquals([full.code, full.stderr, place.lines], [0, "", []]);
  },
);

Deno.test("history: wrong options are told", async () => {
  const place = new Place();
  for (const args of [["--clear", "--json"], ["x"], ["--yes"]]) {
    const { code, stderr } = await place.run(["history", ...args]);
    assertEquals([code, stderr.split("\n").length], [2, 2], stderr);
  }
});
