// `ferry help json` and the manual page have each field of each object that a run prints: all that runs of every command
// print with --json is looked up in their table, so that it cannot fall behind.

import { assert, assertEquals } from "@std/assert";
import { JSON_OBJECTS } from "../../lib/cli/manual/json_texts.ts";
import { jsonProgress } from "../../lib/cli/screen/json.ts";
import { countFields } from "../../lib/cli/screen/json_fields.ts";
import { NOTHING_DONE } from "../../lib/summary.ts";
import { NO_PROGRESS } from "../cli/fixtures.ts";
import { ferryCommand } from "../support/ferry.ts";
import { sh, withScratch } from "../support/safety.ts";

/** In each of them `--json` is typed behind the command. */
const RUNS: readonly string[] = [
  "plan src new",
  "plan --exclude a src mirrored",
  "mirror -v --progress src mirrored",
  "mirror -v --shard 1/2 --log-file log1 src sharded",
  "mirror -v --shard 2/2 --log-file log2 src sharded",
  "copy -T --files-from list src copied",
  "copy -T src file/x",
  "verify -v src changed",
  "move -v moved there",
  "mirror --bad",
  "capabilities . nothing file",
  "presets",
  "report log1 log2",
  "report log1 broken",
  "settings copy --jobs 3",
  "history",
];

/** With a history of its own. */
async function printedBy(args: readonly string[], cwd: string): Promise<string> {
  const [program, ...rest] = ferryCommand();
  const env = { XDG_STATE_HOME: `${cwd}/state`, FERRY_NO_HISTORY: "" };
  const { stdout } = await new Deno.Command(program, { args: [...rest, ...args], cwd, env })
    .output();
  return new TextDecoder().decode(stdout);
}

/** No run here takes the second after which one tells how far it is. */
const LONG_RUN = {
  type: "progress",
  durationMs: 1000,
  ...NO_PROGRESS,
  ...NOTHING_DONE,
  fraction: 0.5,
  leftMs: 1,
  bytesPerSecond: 1,
  methods: { reflink: 1 },
} as const;

const COUNTS = Object.keys(countFields(NOTHING_DONE));

/** Names of each type: `plan.sizes[].up_to`, with * for any name. */
const documented = new Map<string, string[]>();
for (const { type, fields } of JSON_OBJECTS) {
  for (const each of type.split(", ")) {
    const names = fields.flatMap(([names]) =>
      names.split(", ").flatMap((name) =>
        name.includes(" ... ") ? [name.split(" ... ")[0], ...COUNTS] : [name]
      )
    );
    documented.set(each, [...documented.get(each) ?? [], ...names]);
  }
}

/** The paths of a value's fields. */
function pathsIn(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) {
    const items = value.flatMap((item) => pathsIn(item, `${path}[]`));
    return items.some((item) => item !== `${path}[]`) ? items : [path];
  }
  const fields = typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (fields.length === 0) return [path];
  return fields.flatMap(([name, field]) => pathsIn(field, path === "" ? name : `${path}.${name}`));
}

/** What a name in the table stands for. */
function patternOf(name: string): RegExp {
  const parts = name.split("*").map((part) => part.replace(/[.[\]]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^.]+")}$`);
}

/** Fields that the table lacks; an object that is null or empty stands for its own. */
function missing(object: Record<string, unknown>): string[] {
  const { type, schema, ...fields } = object;
  assertEquals(schema, 1);
  const names = documented.get(String(type)) ?? [];
  return pathsIn(fields).filter((path) =>
    !names.some((name) =>
      patternOf(name).test(path) || name.startsWith(`${path}.`) || name.startsWith(`${path}[].`)
    )
  ).map((path) => `${type}: ${path}`);
}

Deno.test("help json: has each field that a run prints, and each type is printed by one", async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir -p src/d mirrored changed moved state; echo a >src/a; ln src/a src/d/b; ln -s a src/l",
      dir,
    );
    sh(
      "echo longer >changed/a; echo x >mirrored/x; echo f >file; echo gone >list; echo m >moved/m",
      dir,
    );
    sh(
      "mkfifo src/p; touch -d 2001-01-01 mirrored; echo new >src/d/c; printf odd >$'src/\\377'",
      dir,
    );
    const lacking = new Set<string>();
    const types = new Set<string>();
    const look = (lines: string) => {
      for (const line of lines.split("\n")) {
        if (!line.startsWith("{")) continue;
        const { time: _, ...object } = JSON.parse(line);
        types.add(object.type);
        for (const field of missing(object)) lacking.add(field);
      }
    };
    for (const command of RUNS) {
      const [name, ...rest] = command.split(" ");
      if (name === "report") sh("head -n 2 log2 >broken", dir);
      const stdout = await printedBy([name, "--json", ...rest], dir);
      assert(stdout !== "", command);
      look(stdout);
    }
    for (const log of ["log1", "log2"]) look(Deno.readTextFileSync(`${dir}/${log}`));
    look(jsonProgress(LONG_RUN));
    assertEquals([...lacking], []);
    // What only a run that is at odds with its surroundings writes.
    const rare = ["notice", "stopped"];
    assertEquals(
      [...documented.keys()].filter((type) => !types.has(type) && !rare.includes(type)),
      [],
    );
  });
});
