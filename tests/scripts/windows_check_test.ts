// scripts/windows/check.ps1 runs on a Windows alone. Here it is looked through for what is not there, and
// what it says to ferry, and reads of its answers, is held against a real one.

import { assert, assertEquals } from "@std/assert";
import { ferry } from "../support/ferry.ts";
import { nodesOf, parsePowerShell, syntaxErrors } from "../support/powershell.ts";
import { complaintsAbout } from "../support/powershell_check.ts";
import { makeScratch } from "../support/scratch.ts";

const scratch = makeScratch("ferry-check-windows-");
const text = Deno.readTextFileSync(new URL("../../scripts/windows/check.ps1", import.meta.url));
const script = parsePowerShell(text);

/** Members that are read of a variable. */
function membersOf(variable: string): string[] {
  const reads = nodesOf(script, "member_access")
    .map(({ text }) => new RegExp(`^\\${variable}\\.(\\w+)`).exec(text)?.[1]);
  return [...new Set(reads.filter((name) => name !== undefined))];
}

Deno.test("check.ps1: in letters that PowerShell 5.1 reads without a mark at the start", () => {
  assertEquals([...text].filter((letter) => letter > "~"), []);
});

Deno.test("check.ps1: commands, parameters and variables are all there", () => {
  assertEquals(syntaxErrors(script), []);
  assertEquals(complaintsAbout([script]), []);
});

Deno.test("check.ps1: ferry takes its options, and its summary has what is read of it", async () => {
  Deno.mkdirSync(`${scratch}/source`);
  Deno.writeTextFileSync(`${scratch}/source/file`, "contents");
  const options = nodesOf(script, "verbatim_string_characters")
    .map(({ text }) => text.replaceAll("'", "")).filter((text) => /^--[a-z-]+(?:=.*)?$/.test(text));
  assert(options.includes("--acls"), `${options}`);
  const flags = [...new Set([...options, "--json"])];
  const { code, stdout, stderr } = await ferry(
    "mirror",
    `${scratch}/source`,
    `${scratch}/target`,
    ...flags,
  );
  assertEquals(code, 0, stderr);
  const summary = JSON.parse(stdout.trim().split("\n").at(-1)!);
  const read = ["$summary", "$again"].flatMap(membersOf);
  assert(read.includes("files_copied"), `${read}`);
  assertEquals(read.filter((name) => !(name in summary)), []);
});

Deno.test("check.ps1: whatever it came to, the last line says what to do next", () => {
  const written = nodesOf(script, "command").map(({ text }) => text)
    .filter((text) => text.startsWith("Write-Host"));
  const next = written.filter((text) => /^Write-Host ['"]Next: /.test(text));
  assertEquals(next, written.slice(-3), "one for each end");
});
