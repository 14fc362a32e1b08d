// Every source says the same as the flag does, and the stronger source wins: flags against variables, presets and a
// settings file, for each row of the table of flags.

import { assertEquals } from "@std/assert";
import { type Flag, FLAGS } from "../../../lib/cli/flags.ts";
import { PRESETS } from "../../../lib/cli/presets.ts";
import { newDraft } from "../../../lib/cli/draft.ts";
import type { TransferCommand } from "../../../lib/cli/settings.ts";
import { variableOf } from "../../../lib/cli/sources/environment.ts";
import { type Around, PATH, refusalIn, rowsIn, settingsIn } from "./sources.ts";

/** Values of which each flag takes one. */
const SAMPLES = ["7", "always", "safe", "x", "1:2", "2/3"];
const OPERANDS: Readonly<Record<string, string>> = { "check": "b", "target-directory": "a" };
const FLAGS_FROM_OUTSIDE = FLAGS.filter(({ isTypedOnly }) => !isTypedOnly);
const FLAGS_FROM_FILES = FLAGS_FROM_OUTSIDE.filter(({ isKeptOutOfFiles }) => !isKeptOutOfFiles);

interface Sample {
  readonly command: TransferCommand;
  readonly name: string;
  readonly value: string | null;
  readonly operands: string;
}

/** Each form of a flag with a value that it takes, for one of its commands. */
function samplesOf(flag: Flag): readonly Sample[] {
  const command = flag.commands[0];
  const { name, value, negatable } = flag;
  const operands = OPERANDS[name] ?? "a b";
  if (value === undefined) {
    const names = negatable && !name.startsWith("no-") ? [name, `no-${name}`] : [name];
    return names.map((name) => ({ command, name, value: null, operands }));
  }
  const taken = SAMPLES.find((sample) => {
    try {
      flag.apply(newDraft(), sample, "");
      return true;
    } catch {
      return false;
    }
  });
  if (taken === undefined) throw new Error(`no sample for --${name}`);
  return [{ command, name, value: taken, operands }];
}

/** Settings, but for what says where they came from. */
function comparable(sample: Sample, from: "flag" | "env" | "file") {
  return { ...settingsFrom(sample, from), origins: [] };
}

function settingsFrom({ command, name, value, operands }: Sample, from: "flag" | "env" | "file") {
  switch (from) {
    case "flag":
      return settingsIn({}, `${command} --${name}${value === null ? "" : `=${value}`} ${operands}`);
    case "env":
      return settingsIn({ env: { [variableOf(name)]: value ?? "1" } }, `${command} ${operands}`);
    case "file":
      return settingsIn({ file: { [name]: value ?? true } }, `${command} ${operands}`);
  }
}

Deno.test("collect: a variable says what the flag says, for every flag", () => {
  for (const sample of FLAGS_FROM_OUTSIDE.flatMap(samplesOf)) {
    if (sample.name === "config") continue; // there is no file of that name
    assertEquals(comparable(sample, "env"), comparable(sample, "flag"), sample.name);
  }
});

Deno.test("collect: the settings file says what the flag says, for every flag that it may have", () => {
  for (const sample of FLAGS_FROM_FILES.flatMap(samplesOf)) {
    // Files are looked for beside the settings file, flags take them from here.
    if (sample.name.endsWith("-from") || FILE_FLAGS.includes(sample.name)) continue;
    assertEquals(comparable(sample, "file"), comparable(sample, "flag"), sample.name);
  }
});

const FILE_FLAGS = FLAGS.filter(({ value }) => value === "FILE").map(({ name }) => name);

Deno.test("collect: flag, environment, preset, file, default: the first that says something", () => {
  const sources = [
    ["--no-fsync", "flag", "no"],
    ["FERRY_FSYNC", "environment", "yes"],
    ["--preset=fast", "preset", "no"],
    ["file", "file", "yes"],
  ] as const;
  for (let present = 0; present < 16; present++) {
    const has = (i: number) => (present & (1 << i)) !== 0;
    const around: Around = {
      env: has(1) ? { FERRY_FSYNC: "1" } : {},
      ...has(3) ? { file: { fsync: true } } : {},
    };
    const typed = `mirror${has(0) ? " --no-fsync" : ""}${has(2) ? " --preset=fast" : ""}`;
    const first = sources.findIndex((_, i) => has(i));
    const [, source, value] = sources[first] ?? ["", "default", "no"];
    const [row] = rowsIn(around, typed, "--fsync");
    assertEquals([row.source, row.value], [source, value], `${typed} ${JSON.stringify(around)}`);
    assertEquals(settingsIn(around, `${typed} a b`).options.fsync, value === "yes");
  }
});

Deno.test("collect: a preset that the file names gives way to the file's own lines", () => {
  const around = { file: { preset: "background", jobs: 4 } };
  const { options } = settingsIn(around, "mirror a b");
  assertEquals([options.jobs, options.lowPriority], [4, true]);
  assertEquals(settingsIn(around, "mirror --preset background a b").options.jobs, 1);
  assertEquals(settingsIn(around, "mirror --preset none a b").options.lowPriority, false);
  assertEquals(settingsIn(around, "mirror --no-config a b").options.lowPriority, false);
  const env = { FERRY_PRESET: "safe" };
  assertEquals(settingsIn({ ...around, env }, "mirror a b").options.lowPriority, false);
  assertEquals(settingsIn({ ...around, env }, "mirror a b").options.fsync, true);
});

Deno.test("collect: of several presets the later wins, and flags win over all", () => {
  const both = settingsIn({}, "mirror --preset network,background a b").options;
  assertEquals([both.jobs, both.retries, both.lowPriority], [1, 5, true]);
  assertEquals(settingsIn({}, "mirror --preset background --preset network a b").options.jobs, 16);
  assertEquals(settingsIn({}, "mirror -j3 --preset network a b").options.jobs, 3);
  assertEquals(
    refusalIn({}, "mirror --preset netwrok a b"),
    "--preset: there is no preset 'netwrok'; did you mean 'network'?",
  );
});

Deno.test("PRESETS: every command takes each of them, whatever of it applies there", () => {
  for (const { name, options } of PRESETS) {
    for (const command of ["copy", "mirror", "verify"]) {
      settingsIn({}, `${command} --preset ${name} a b`);
    }
    const typed = settingsIn({}, `mirror ${options.join(" ")} a b`);
    const { origins: _, ...preset } = settingsIn({}, `mirror --preset ${name} a b`);
    assertEquals({ ...preset, origins: [] }, typed);
  }
});

Deno.test("collect: rules add up, typed ones first, and a line ! forgets those of its source alone", () => {
  const around = {
    env: { FERRY_EXCLUDE: "e1\ne2\n", FERRY_INCLUDE: "i" },
    file: { exclude: ["f", "!", "g"], mirror: { include: "own" } },
  };
  const texts = settingsIn(around, "mirror --exclude t a b").filterInputs.map((input) =>
    input.kind === "rule" ? input.text : input.kind
  );
  assertEquals(texts, [
    "t",
    "end of source",
    "i",
    "e1",
    "e2",
    "end of source",
    "own",
    "f",
    "!",
    "g",
  ]);
});

Deno.test("collect: --no-NAME that is switched off takes back weaker sources, and asks for nothing", () => {
  const file = { "no-owner": true, "zero-copy": false };
  const off = { FERRY_NO_OWNER: "0", FERRY_NO_ZERO_COPY: "0" };
  const { options } = settingsIn({ env: off, file }, "mirror a b");
  assertEquals([options.keep.owner, options.required, options.zeroCopy], [true, {}, "auto"]);
  assertEquals(settingsIn({ env: off, file }, "mirror --no-owner a b").options.keep.owner, false);
});

Deno.test("collect: a file that is named must be there, and none is asked for without it", () => {
  assertEquals(
    refusalIn({}, "mirror --config x.json a b"),
    "there is no settings file 'x.json' that can be read",
  );
  assertEquals(settingsIn({}, `mirror --config ${"x"} --no-config a b`).options.jobs, 0);
  assertEquals(
    settingsIn({ env: { FERRY_NO_CONFIG: "1" }, file: { jobs: 3 } }, "mirror a b").options.jobs,
    0,
  );
  const env = { FERRY_CONFIG: PATH };
  assertEquals(settingsIn({ env, file: { jobs: 3 } }, "mirror a b").options.jobs, 3);
});

Deno.test("collect: of lists that are no rules the strongest source gives all", () => {
  const file = { "link-dest": ["../1", "../2"], chmod: "u+w", mirror: { "link-dest": "../own" } };
  const linkDest = (around: Around, line: string) => settingsIn(around, line).options.linkDest;
  assertEquals(linkDest({ file }, "copy a b"), ["../1", "../2"]);
  assertEquals(linkDest({ file }, "mirror a b"), ["../own"]);
  const around = { env: { FERRY_LINK_DEST: "../3\n../4", FERRY_CHMOD: "go-w" }, file };
  assertEquals(linkDest(around, "mirror a b"), ["../3", "../4"]);
  assertEquals(linkDest(around, "mirror --link-dest ../5 a b"), ["../5"]);
  assertEquals(
    settingsIn(around, "mirror a b").options,
    settingsIn(around, "mirror --chmod go-w a b").options,
  );
  assertEquals(rowsIn(around, "mirror", "--chmod").map(({ value }) => value), ["go-w"]);
});

Deno.test("rowsOf: what is kept as far as that is possible is neither yes nor no", () => {
  for (const option of ["--owner", "--flags", "--progress"]) {
    assertEquals(rowsIn({}, "mirror", option)[0].value, "auto", option);
  }
  assertEquals(rowsIn({}, "mirror --owner", "--owner")[0].value, "yes");
  assertEquals(rowsIn({}, "mirror", "--delete")[0].value, "yes");
});
