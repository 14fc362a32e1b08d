// The program as a process: streams and exit codes of what needs no engine.

import "../support/no_history.ts";
import { assert, assertEquals } from "@std/assert";
import project from "../../deno.json" with { type: "json" };

const MAIN = new URL("../../main.ts", import.meta.url).pathname;

function ferry(...args: string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", MAIN, ...args],
    stdout: "piped",
    stderr: "piped",
  });
}

async function run(...args: string[]) {
  const { code, stdout, stderr } = await ferry(...args).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("ferry --version, ferry help: the version of deno.json, on stdout", async () => {
  assertEquals(await run("--version"), {
    code: 0,
    stdout: `ferry ${project.version}\n`,
    stderr: "",
  });
  assert((await run("help")).stdout.startsWith(`ferry ${project.version} copies`));
});

Deno.test("ferry --version --verbose: below it, what bug reports need", async () => {
  const { code, stdout, stderr } = await run("--version", "--verbose");
  assertEquals([code, stderr], [0, ""]);
  assertEquals(stdout.split("\n"), [
    `ferry ${project.version}`,
    "commit   not known: run from source",
    `target   ${Deno.build.target}`,
    `deno     ${Deno.version.deno}`,
    `v8       ${Deno.version.v8}`,
    "",
  ]);
});

Deno.test("ferry: alone prints its help on stderr and exits with 2", async () => {
  const { code, stdout, stderr } = await run();
  assertEquals([code, stdout], [2, ""]);
  assert(stderr.includes("usage:"));
});

Deno.test("ferry: a usage error is a message and advice on stderr, exit code 2", async () => {
  assertEquals(await run("mirror", "--dryrun", "a", "b"), {
    code: 2,
    stdout: "",
    stderr: "ferry: unknown option '--dryrun'\nferry: did you mean --dry-run?\n",
  });
});

Deno.test("ferry help: on stdout", async () => {
  const { code, stdout, stderr } = await run("help", "mirror");
  assertEquals([code, stderr], [0, ""]);
  assert(stdout.startsWith("ferry mirror:"));
});

Deno.test("ferry: a reader that left is no error", async () => {
  const child = ferry("help", "mirror").spawn();
  await child.stdout.cancel();
  const { code, stderr } = await child.output();
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
});
