// --confirm on a real terminal, which script(1) makes: what is shown, and what each answer does.

import { assert, assertEquals } from "@std/assert";
import { ferry, ferryCommand, type Outcome } from "../support/ferry.ts";
import { needsPrograms } from "../support/programs.ts";
import { testOrSkip } from "../support/skip.ts";

/** A source and a target in which three files go. */
function makeTrees(): string {
  const dir = Deno.makeTempDirSync({ dir: "/dev/shm", prefix: "ferry-confirm-" });
  for (const folder of ["src", "dst"]) Deno.mkdirSync(`${dir}/${folder}`);
  Deno.writeTextFileSync(`${dir}/src/a`, "new contents");
  for (const name of ["a", "b", "c"]) Deno.writeTextFileSync(`${dir}/dst/${name}`, "old");
  return dir;
}

function namesOf(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

/** Runs ferry on a terminal; types `answer` when it is asked, after `meanwhile`. */
async function onTerminal(
  args: readonly string[],
  answer: string,
  meanwhile = () => {},
): Promise<Outcome> {
  const line = [...ferryCommand(), ...args].map((arg) => `'${arg}'`).join(" ");
  const child = new Deno.Command("script", {
    args: ["-qec", line, "/dev/null"],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
    env: { SHELL: "/bin/sh", NO_COLOR: "1", TERM: "dumb" },
  }).spawn();
  const writer = child.stdin.getWriter();
  let stdout = "";
  let isAnswered = false;
  const timer = setTimeout(() => child.kill("SIGKILL"), 30_000);
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    stdout += text;
    if (isAnswered || !stdout.includes("? [y/N]")) continue;
    isAnswered = true;
    meanwhile();
    await writer.write(new TextEncoder().encode(answer));
  }
  clearTimeout(timer);
  await writer.close().catch(() => {});
  return { code: (await child.status).code, stdout: stdout.replaceAll("\r", ""), stderr: "" };
}

const reason = needsPrograms("script");

for (
  const [name, answer, code, isDone] of [
    ["y goes on", "y\n", 0, true],
    ["n touches nothing, exit code 4", "n\n", 4, false],
    ["an empty line is no", "\n", 4, false],
    ["another word is no", "yeah\n", 4, false],
    ["the end of the input is no", "\x04", 4, false],
    ["Ctrl-C touches nothing, exit code 130", "\x03", 130, false],
  ] as const
) {
  testOrSkip(`--confirm: ${name}`, reason, async () => {
    const dir = makeTrees();
    try {
      const { code: ended, stdout } = await onTerminal(
        ["mirror", "--confirm", `${dir}/src`, `${dir}/dst`],
        answer,
      );
      assertEquals(ended, code, stdout);
      for (
        const line of [
          `ferry: this run would delete 2 entries (6 B) and replace 1 (by 12 B) in '${dir}/dst':`,
          "  replace 'a'",
          "  delete 'b'",
          "  delete 'c'",
          "ferry: delete 2 entries and replace 1? [y/N]",
        ]
      ) assert(stdout.split("\n").includes(line), `${line} is not in\n${stdout}`);
      assertEquals(namesOf(`${dir}/dst`), isDone ? ["a"] : ["a", "b", "c"]);
      assertEquals(Deno.readTextFileSync(`${dir}/dst/a`), isDone ? "new contents" : "old");
    } finally {
      Deno.removeSync(dir, { recursive: true });
    }
  });
}

testOrSkip(
  "--confirm: nothing is asked where nothing goes, and for a dry run",
  reason,
  async () => {
    const dir = makeTrees();
    try {
      const args = ["--confirm", `${dir}/src`, `${dir}/dst`];
      const kept = await onTerminal(["mirror", "--no-delete", "--ignore-existing", ...args], "");
      assertEquals([kept.code, kept.stdout.includes("[y/N]")], [0, false]);
      const dry = await ferry("mirror", "-n", ...args);
      assertEquals([dry.code, dry.stdout.split("\n").length], [0, 5], dry.stdout);
      const copied = await onTerminal(["copy", "-T", "--existing", ...args], "y\n");
      assertEquals([copied.code, namesOf(`${dir}/dst`)], [0, ["a", "b", "c"]]);
      assertEquals(Deno.readTextFileSync(`${dir}/dst/a`), "new contents");
    } finally {
      Deno.removeSync(dir, { recursive: true });
    }
  },
);

Deno.test("--confirm: without a terminal the run is refused, whatever there is to do", async () => {
  const dir = makeTrees();
  try {
    const { code, stderr } = await ferry("mirror", "--confirm", `${dir}/src`, `${dir}/dst`);
    assertEquals([code, stderr], [
      2,
      "ferry: --confirm has no terminal on which it could ask\n" +
      "ferry: --no-confirm does not ask, --dry-run lists what would be done\n",
    ]);
    assertEquals(namesOf(`${dir}/dst`), ["a", "b", "c"]);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
});

testOrSkip("--confirm: no more is deleted than was shown", reason, async () => {
  const dir = makeTrees();
  try {
    const { code, stdout } = await onTerminal(
      ["mirror", "--confirm", `${dir}/src`, `${dir}/dst`],
      "y\n",
      () => Deno.writeTextFileSync(`${dir}/dst/late`, ""),
    );
    assertEquals(code, 4, stdout);
    assert(stdout.includes("--confirm allows the 2 that it showed"), stdout);
    assertEquals(namesOf(`${dir}/dst`), ["a", "b", "c", "late"]);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
});
