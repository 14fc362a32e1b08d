// scripts/macos/check.sh can run on a Mac alone; here its parts are read by the shell, and it says so.

import { assert, assertEquals } from "@std/assert";
import { needsPrograms } from "../support/programs.ts";
import { testOrSkip } from "../support/skip.ts";

const folder = new URL("../../scripts/macos/", import.meta.url).pathname;

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function bash(...args: string[]): Said {
  const { code, stdout, stderr } = new Deno.Command("bash", { args }).outputSync();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Runs commands with the functions by which the checks report. */
function reporting(script: string): Said {
  return bash("-uc", `source '${folder}report.sh'; ${script}`);
}

testOrSkip(
  "darwin check.sh: the shell understands each part, and each that is named is there",
  needsPrograms("bash"),
  () => {
    const parts = [...Deno.readDirSync(`${folder}checks`)].map(({ name }) => name).sort();
    for (const part of ["check.sh", "report.sh", ...parts.map((name) => `checks/${name}`)]) {
      assertEquals(bash("-n", folder + part), { code: 0, stdout: "", stderr: "" }, part);
    }
    const script = Deno.readTextFileSync(`${folder}check.sh`);
    const named = /names=\((\w+(?: \w+)+)\)/.exec(script)![1].split(" ");
    assertEquals(named.map((name) => `${name}.sh`).sort(), parts);
  },
);

testOrSkip(
  "darwin check.sh: elsewhere than on a Mac it says so and does nothing",
  needsPrograms("bash") ?? (Deno.build.os === "darwin" ? "a Mac" : null),
  () =>
    assertEquals(bash(`${folder}check.sh`), {
      code: 2,
      stdout: "",
      stderr: "this is not macOS\n",
    }),
);

/** [what the checks came to, the exit code, the line before the last one, how the last one goes on]. */
const ENDS: readonly (readonly [string, number, string, RegExp])[] = [
  ["check one true", 0, "1 passed, 0 failed, 0 skipped", /^Next: nothing is left/],
  [
    "check one true; skip two why",
    0,
    "1 passed, 0 failed, 1 skipped",
    /^Next: nothing failed; do what/,
  ],
  [
    "check one true; same two a b; skip three why",
    1,
    "1 passed, 1 failed, 1 skipped",
    /^Next: send all/,
  ],
];
for (const [script, expected, counts, next] of ENDS) {
  testOrSkip(
    `darwin check.sh: the last line says what to do next after "${script}"`,
    needsPrograms("bash"),
    () => {
      const { code, stdout } = reporting(`${script}; conclude`);
      const lines = stdout.trim().split("\n");
      assertEquals([code, lines.at(-2)], [expected, counts]);
      assert(next.test(lines.at(-1)!), stdout);
    },
  );
}

testOrSkip(
  "darwin check.sh: each check is a line, and what a failed one said follows",
  needsPrograms("bash", "diff"),
  () => {
    const { stdout } = reporting(
      "check one true; check two ls /nowhere; same three a b; skip four why",
    );
    const [one, two, said, three, ...rest] = stdout.trim().split("\n");
    assertEquals([one, two, three, rest.at(-1)], [
      "passed   one",
      "failed   two",
      "failed   three",
      "skipped  four: why",
    ]);
    assert(said.startsWith("         ") && said.includes("/nowhere"), stdout);
    assert(rest.includes("         < a") && rest.includes("         > b"), stdout);
  },
);

testOrSkip(
  "darwin check.sh: a command has so many seconds, and its own exit code within them",
  needsPrograms("bash"),
  () => {
    const { stdout } = reporting(
      `limited 20 bash -c "exit 3"; echo $?; limited 0.2 sleep 20; echo $?
       field files_copied <<<'{"type":"summary","files_copied":7,"deleted":0}'`,
    );
    assertEquals(stdout, "3\n137\n7\n");
  },
);
