// The makers of flags, and what a value that is invalid comes to.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { choice, GROUPS, parsed, toggle } from "../../../lib/cli/flags/flag.ts";
import { FLAGS } from "../../../lib/cli/flags.ts";
import type { Draft } from "../../../lib/cli/draft.ts";
import { FerryError } from "../../../lib/errors.ts";

const ROW = { name: "row", group: "how", commands: [], help: "", longHelp: "" } as const;
const draft = {} as Draft;

Deno.test("toggle: on as it is, off by its --no- form", () => {
  const values: boolean[] = [];
  const flag = toggle(ROW, (_, on) => values.push(on));
  flag.apply(draft, "yes", "--row");
  flag.apply(draft, "no", "--no-row");
  assertEquals([values, flag.negatable], [[true, false], true]);
});

Deno.test("choice: one of a closed list, whole and in its case", () => {
  const values: string[] = [];
  const flag = choice(ROW, (_, value) => values.push(value));
  for (const value of flag.choices!) flag.apply(draft, value, "--row");
  assertEquals(values, ["auto", "always", "never"]);
  for (const value of ["", "Auto", "alway", "auto "]) {
    const error = assertThrows(() => flag.apply(draft, value, "--row"), FerryError);
    assert(error.message.includes(`'${value}'`), error.message);
  }
});

Deno.test("parsed: what the parser reads; its RangeError is a usage error, any other passes", () => {
  const read = (text: string) => {
    if (text === "bad") throw new RangeError("no number");
    if (text === "broken") throw new TypeError("a mistake");
    return text.length;
  };
  const values: number[] = [];
  const flag = parsed({ ...ROW, value: "N" }, read, "numbers", (_, value) => values.push(value));
  flag.apply(draft, "abc", "--row");
  assertEquals(values, [3]);
  const error = assertThrows(() => flag.apply(draft, "bad", "--row"), FerryError, "no number");
  assert(error.message.includes("--row"), error.message);
  assertThrows(() => flag.apply(draft, "broken", "--row"), TypeError);
});

Deno.test("FLAGS: each is in a group of the help, and has a name of its own", () => {
  for (const { name, group } of FLAGS) assert(GROUPS.includes(group), name);
  const names = FLAGS.flatMap(({ name, aliases = [], short }) => [
    ...[name, ...aliases].map((long) => `--${long}`),
    ...(short === undefined ? [] : [`-${short}`]),
  ]);
  assertEquals(names.filter((name, i) => names.indexOf(name) !== i), []);
});
