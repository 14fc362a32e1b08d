// `"schema": 1` in each object that ferry prints, whatever the command: programs that read the lines rely on it. Fields of the
// summary, once promised, stay.

import { assert, assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { sh, withScratch } from "../support/safety.ts";

/** Each command that prints JSON, with a run of it that prints every type that it has; and those types. */
const RUNS: readonly (readonly [command: string, types: string])[] = [
  ["plan src mirrored", "operation summary"],
  ["mirror -v --log-file log src mirrored", "operation summary"],
  ["copy -n -v src/a new", "operation summary"],
  ["copy -v --progress src/a new", "operation summary"],
  ["copy nothing new", "error summary"],
  ["mirror src .", "error summary"],
  ["verify src changed", "difference summary"],
  ["move -v src/a moved", "operation summary"],
  ["capabilities .", "machine methods path summary"],
  ["presets", "preset"],
  ["report log", "shard summary"],
  ["settings", "setting settings-file"],
];

Deno.test("--json: each object of each command says its type, then its schema", async () => {
  await withScratch(async (dir) => {
    sh("mkdir src mirrored changed; echo a >src/a; echo b >changed/a; echo c >mirrored/c", dir);
    for (const [command, types] of RUNS) {
      const [name, ...rest] = command.split(" ");
      const { stdout } = await runFerry([name, "--json", ...rest], dir);
      assertEquals(typesOf(stdout), types, command);
    }
    const { stdout } = await runFerry(["report", "--json", "log"], dir);
    assertEquals(typesOf(stdout), "shard summary");
    const log = Deno.readTextFileSync(`${dir}/log`).replaceAll(/^\{"time":"[^"]+",/gm, "{");
    assertEquals(typesOf(log), "operation start summary");
  });
});

/** The types of these lines, each of which has to begin with its type and the schema. */
function typesOf(lines: string): string {
  const types = new Set<string>();
  for (const line of lines.trimEnd().split("\n")) {
    assert(/^\{"type":"[a-z-]+","schema":1,/.test(line), line);
    types.add(JSON.parse(line).type);
  }
  return [...types].sort().join(" ");
}
