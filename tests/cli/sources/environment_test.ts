// Variables of the environment: what counts as yes and no, and what is passed over.

import { assertEquals } from "@std/assert";
import { refusalIn, settingsIn } from "./sources.ts";

Deno.test("readEnvironment: words for yes and no, and nothing", () => {
  const fsync = (value: string) =>
    settingsIn({ env: { FERRY_FSYNC: value }, file: { fsync: value === "" } }, "mirror a b").options
      .fsync;
  for (const yes of ["1", "true", "YES", "on"]) assertEquals(fsync(yes), true, yes);
  for (const no of ["0", "False", "no", "off"]) assertEquals(fsync(no), false, no);
  assertEquals(fsync(""), true, "set to nothing: the file decides");
});

Deno.test("readEnvironment: a wrong value names its variable", () => {
  const cases = [
    [
      "FERRY_JOBS",
      "0",
      "FERRY_JOBS: '0' is not a number of jobs; accepted: a whole number from 1 to 256",
    ],
    [
      "FERRY_VERIFY",
      "maybe",
      "FERRY_VERIFY: 'maybe' is neither 1 nor 0; accepted: 1, true, yes, 0, false, no",
    ],
    ["FERRY_SPARSE", "some", "FERRY_SPARSE: 'some' is none of auto, always, never"],
  ];
  for (const [name, value, message] of cases) {
    assertEquals(refusalIn({ env: { [name]: value } }, "mirror a b"), message);
  }
});

Deno.test("readEnvironment: a command to be executed cannot come from there", () => {
  assertEquals(
    refusalIn({ env: { FERRY_EXEC: "sh" } }, "mirror a b"),
    "FERRY_EXEC: --exec can only be typed; unset the variable",
  );
  const { exec } = settingsIn({ env: { FERRY_FSYNC: "1" } }, "mirror a b --exec -- c --d=e");
  assertEquals(exec, ["c", "--d=e"]);
});

Deno.test("readEnvironment: what the command does not take is passed over, be it right or wrong", () => {
  const env = { FERRY_MAX_DELETE: "x", FERRY_VERIFY: "1", FERRY_DELETE: "0" };
  assertEquals(settingsIn({ env: { FERRY_MAX_DELETE: "x" } }, "copy a b").options.maxDelete, null);
  assertEquals(settingsIn({ env }, "verify a b").notices, []);
});

Deno.test("readEnvironment: a misspelt option is told, other programs' variables are not", () => {
  const env = {
    FERRY_EXCLUDES: "x",
    FERRY_TORTURE: "full",
    FERRY_BINARY: "x",
    FERRY_COMPILER: "x",
    FERRY_RUNTIMES: "x",
    FERRY_COMMIT: "x",
    FERRY_SEED: "1",
    FERRY_RUNS: "1",
    FERRY_LONG: "1",
    FERRY_PORT_80_TCP: "tcp://10.0.0.1:80",
    FERRY_SERVICE_HOST: "10.0.0.1",
    FERRY_VERSION: "1.2",
    FERRY_HELP: "1",
    PATH: "/bin",
  };
  assertEquals(settingsIn({ env }, "mirror a b").notices, [
    "FERRY_EXCLUDES is no setting of ferry's: did you mean FERRY_EXCLUDE?",
  ]);
});

Deno.test("readEnvironment: of variables that contradict each other the same one decides, in whichever order they come", () => {
  const optionsOf = (env: Record<string, string>) => settingsIn({ env }, "mirror a b").options;
  for (
    const [one, other] of [
      [{ FERRY_FSYNC: "1" }, { FERRY_NO_FSYNC: "1" }],
      [{ FERRY_XATTRS: "1" }, { FERRY_NO_XATTRS: "1" }],
      [{ FERRY_RETRIES: "3" }, { FERRY_NO_RETRIES: "1" }],
    ] as readonly Record<string, string>[][]
  ) {
    assertEquals(
      optionsOf({ ...one, ...other }),
      optionsOf({ ...other, ...one }),
      JSON.stringify(one),
    );
  }
});

Deno.test("readEnvironment: variables that agree do not cancel each other", () => {
  const optionsOf = (env: Record<string, string>) => settingsIn({ env }, "mirror a b").options;
  for (const name of ["DRY_RUN", "DELETE", "BACKUP", "IGNORE_EXISTING"]) {
    for (const [yes, no] of [["1", "0"], ["0", "1"]]) {
      const alone = optionsOf({ [`FERRY_${name}`]: yes });
      const both = optionsOf({ [`FERRY_${name}`]: yes, [`FERRY_NO_${name}`]: no });
      assertEquals(both, alone, `${name} ${yes}`);
    }
  }
  assertEquals(optionsOf({ FERRY_DELETE: "0", FERRY_NO_DELETE: "0" }).delete, false);
});

Deno.test("readEnvironment: another name of an option is one more variable of it, after the first in the table", () => {
  const removes = (env: Record<string, string>) =>
    settingsIn({ env }, "copy a b").options.removeSource === "files";
  const [first, other] = ["FERRY_REMOVE_SOURCE_FILES", "FERRY_REMOVE_SENT_FILES"];
  const [noFirst, noOther] = ["FERRY_NO_REMOVE_SOURCE_FILES", "FERRY_NO_REMOVE_SENT_FILES"];
  for (
    const [one, two, expected] of [
      [{ [first]: "1" }, { [other]: "1" }, true],
      [{ [first]: "0" }, { [other]: "0" }, false],
      [{ [first]: "0" }, { [other]: "1" }, true],
      [{ [first]: "1" }, { [other]: "0" }, false],
      [{ [first]: "1" }, { [noOther]: "0" }, true],
      [{ [other]: "1" }, { [noFirst]: "0" }, true],
      [{ [other]: "1" }, { [noFirst]: "1" }, false],
      [{ [noFirst]: "0" }, { [noOther]: "1" }, false],
    ] as readonly [Record<string, string>, Record<string, string>, boolean][]
  ) {
    const context = JSON.stringify([one, two]);
    assertEquals(
      [removes({ ...one, ...two }), removes({ ...two, ...one })],
      [expected, expected],
      context,
    );
  }
});
