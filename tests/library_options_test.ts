// What a script may ask the library for, and what it is refused, before anything is touched.

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { FerryError } from "../lib/errors.ts";
import { completeOptions } from "../lib/library_options.ts";
import { copy, mirror } from "../lib/mod.ts";
import { DEFAULT_OPTIONS } from "../lib/options.ts";
import { withScratch } from "./support/safety.ts";

Deno.test("completeOptions: a part of keep leaves the rest of it as it is", () => {
  const { keep } = completeOptions({ keep: { owner: false } });
  assertEquals(keep, { ...DEFAULT_OPTIONS.keep, owner: false });
});

Deno.test("completeOptions: undefined counts as left out", () => {
  const options = completeOptions({ jobs: undefined, keep: { times: undefined } }, {
    delete: true,
  });
  assertEquals(options, { ...DEFAULT_OPTIONS, delete: true });
});

Deno.test("completeOptions: what is given wins over a function's own default", () => {
  assertEquals(completeOptions({ delete: false }, { delete: true }).delete, false);
});

Deno.test("completeOptions: every default is taken, given by name", () => {
  assertEquals(completeOptions({ ...DEFAULT_OPTIONS }), DEFAULT_OPTIONS);
});

const WRONG: readonly (readonly [options: object, message: string])[] = [
  [{ nonsense: 1 }, "there is no option 'nonsense'"],
  [{ toString: 1 }, "there is no option 'toString'"],
  [{ dryrun: true }, "there is no option 'dryrun'"],
  [{ dryRun: "yes" }, "the option 'dryRun' takes true or false, not 'yes'"],
  [{ jobs: -3 }, "the option 'jobs' takes a whole number from 0 to 256, not -3"],
  [{ jobs: 1.5 }, "the option 'jobs' takes a whole number from 0 to 256, not 1.5"],
  [{ retries: NaN }, "the option 'retries' takes a whole number from 0 to 1000, not NaN"],
  [
    { maxSize: "10M" },
    "the option 'maxSize' takes a whole number of at least 0, or null, not '10M'",
  ],
  [
    { bandwidthLimit: 0 },
    "the option 'bandwidthLimit' takes a number of at least 1, or null, not 0",
  ],
  [
    { sparse: "allways" },
    "the option 'sparse' takes one of 'auto', 'always', 'never', not 'allways'",
  ],
  [
    { comparison: null },
    "the option 'comparison' takes one of 'size-and-mtime', 'checksum', 'size-only', 'always', not null",
  ],
  [{ keep: { mode: true } }, "the option 'keep' takes true or false for some of perms, times"],
  [{ shard: "0/8" }, "the option 'shard': shards are numbered from 1 to 8, so that there is no 0"],
  [
    { shard: 3 },
    "the option 'shard' takes { index, count } or 'I/N', I from 1 to N, or null, not 3",
  ],
  [{ shard: { index: 9, count: 8 } }, "the option 'shard' takes { index, count } or 'I/N'"],
  [{ required: true }, "the option 'required' takes true or false for some of perms, times"],
  [
    { filters: ["*.tmp"] },
    "the option 'filters' takes a list of { include, pattern } and other filter rules, not",
  ],
  [{ filters: [{ include: false, pattern: "" }] }, "the option 'filters' takes a list of"],
  [{ userMap: [{ from: "1", to: "" }] }, "the option 'userMap' takes a list of { from, to }"],
  [{ groupMap: [{ from: "9-1", to: "2" }] }, "the option 'groupMap' takes a list of { from, to }"],
  [{ groupMap: "1:2" }, "the option 'groupMap' takes a list of { from, to } as --usermap takes"],
  [{ chmod: "755" }, "the option 'chmod' takes a list of texts as --chmod takes them, not '755'"],
  [{ chmod: ["u=gr"] }, "the option 'chmod' takes a list of texts as --chmod takes them"],
  [{ omitLinkTimes: 1 }, "the option 'omitLinkTimes' takes true or false, not 1"],
  [
    { maxDelete: 5 },
    "the option 'maxDelete' takes { amount, unit }: a whole number of 'entries'",
  ],
];

for (const [options, message] of WRONG) {
  Deno.test(`completeOptions ${Deno.inspect(options)}: refused, usage, EINVAL`, () => {
    const error = assertThrows(() => completeOptions(options), FerryError, message);
    assertEquals([error.kind, error.code], ["usage", "EINVAL"]);
  });
}

Deno.test("copy, mirror: wrong options reject before anything is touched", async () => {
  await withScratch(async (dir) => {
    Deno.mkdirSync(`${dir}/s`);
    const wrong = { dryrun: true } as object;
    await assertRejects(() => copy(`${dir}/s`, `${dir}/c`, wrong), FerryError);
    await assertRejects(() => mirror(`${dir}/s`, `${dir}/m`, wrong), FerryError);
    assertEquals([...Deno.readDirSync(dir)].map(({ name }) => name), ["s"]);
  });
});

Deno.test("copy: URLs of files are paths", async () => {
  await withScratch(async (dir) => {
    Deno.writeTextFileSync(`${dir}/a b%`, "text");
    const url = (name: string) => new URL(`file://${dir}/${encodeURIComponent(name)}`);
    await copy(url("a b%"), url("c d"), { placement: "exact" });
    assertEquals(Deno.readTextFileSync(`${dir}/c d`), "text");
  });
});
