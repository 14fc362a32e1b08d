// scripts/windows/bench.ps1 is not run where there is no PowerShell: its text is parsed by PowerShell's
// grammar and checked for what is not there, and what it says to ferry is said to a real one.

import { assert, assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { walkSync } from "@std/fs";
import { ferryCommand } from "../support/ferry.ts";
import { differences } from "../../bench/check.ts";
import { type Node, nodesOf, parsePowerShell, syntaxErrors } from "../support/powershell.ts";
import { complaintsAbout, signatureOf } from "../support/powershell_check.ts";
import { makeScratch } from "../support/scratch.ts";
import { localWorkloads } from "./local_workloads.ts";
import { FIELDS } from "./result_fields.ts";

const FOLDER = fromFileUrl(new URL("../../scripts/windows", import.meta.url));
/** Members of .NET's and of Windows' own objects. */
const DOT_NET = `
  Add AllDirectories Arguments Attributes AvailableFreeSpace Average Ceiling Combine ComputeHash
  Copy CopyTo Count Create CreateDirectory CreateNoWindow Delete Dispose DriveFormat Elapsed
  ElapsedMilliseconds EnumerateFileSystemInfos Exists ExitCode FileName Floor FullName GetBytes
  GetDirectories GetFileName GetFiles GetLastWriteTimeUtc GetPathRoot GetTempPath
  GetUnresolvedProviderPathFromPSPath Handle InvariantCulture LastWriteTimeUtc Length
  LoadPercentage Max Move Name new NextBytes OpenRead OSVersion Path PeakWorkingSet
  PrivilegedProcessorTime ProcessorCount ProductVersion ReadToEndAsync RealTimeProtectionEnabled
  RedirectStandardError RedirectStandardOutput Result Round SessionState SetLastWriteTimeUtc
  Source StandardError StandardOutput Start StartNew Stop Substring SymmetricExceptWith Ticks
  ToLowerInvariant ToString TotalMilliseconds TotalVisibleMemorySize Trim UnionWith
  UserProcessorTime UseShellExecute Utc UtcNow Version VersionInfo WaitForExit WorkingDirectory
  Write WriteAllBytes WriteAllText`.trim().split(/\s+/);
const scratch = makeScratch("ferry-bench-windows-");

const bench = [
  join(FOLDER, "bench.ps1"),
  ...[...walkSync(join(FOLDER, "bench"), { exts: [".ps1"] })].map(({ path }) => path).sort(),
].map((path) => ({ path, tree: parsePowerShell(Deno.readTextFileSync(path)) }));

for (const { path } of walkSync(FOLDER, { exts: [".ps1"] })) {
  const name = path.slice(FOLDER.length + 1);
  Deno.test(`${name}: PowerShell's grammar, in letters that 5.1 reads without a mark`, () => {
    const text = Deno.readTextFileSync(path);
    assertEquals(syntaxErrors(parsePowerShell(text)), []);
    assertEquals([...text].filter((letter) => letter > "~"), []);
  });
}

Deno.test("bench.ps1: commands, parameters and variables are all there", () => {
  assertEquals(complaintsAbout(bench.map(({ tree }) => tree)), []);
});

Deno.test("bench.ps1: reads every part of itself", () => {
  const words = nodesOf(bench[0].tree, "verbatim_string_characters").map(({ text }) => text);
  for (const { path } of bench.slice(1)) {
    assert(words.includes(`'${path.replace(/.*\/|\.ps1$/g, "")}'`), path);
  }
});

for (
  const [name, fields] of [
    ["Get-Machine", FIELDS.machine],
    ["New-Sample", FIELDS.sample],
    ["New-Series", FIELDS.series],
    ["New-Outcome", FIELDS.outcome],
    ["New-Result", FIELDS.result],
  ] as const
) {
  Deno.test(`bench.ps1: ${name} has the fields of a result`, () => {
    assertEquals(keysOf(named(name)).sort(), fields);
  });
}

Deno.test("bench.ps1: properties that are read are ones that something has", () => {
  const keys = bench.flatMap(({ tree }) => keysOf(tree));
  const columns = Object.keys(localWorkloads()[0]);
  const known = new Set([...keys, ...columns, ...DOT_NET].map((name) => name.toLowerCase()));
  const read = bench.flatMap(({ tree }) => nodesOf(tree, "member_name")).map(({ text }) => text);
  assertEquals(read.filter((name) => !known.has(name.toLowerCase())), []);
});

Deno.test("bench.ps1: what it says to ferry makes the target equal", async () => {
  for (const flags of new Set(localWorkloads().map(({ ferry_flags }) => ferry_flags))) {
    const place = Deno.makeTempDirSync({ dir: scratch });
    Deno.mkdirSync(`${place}/source/d0`, { recursive: true });
    Deno.writeTextFileSync(`${place}/source/d0/f0`, "contents");
    const [program, ...args] = ferryWords(flags.split(" ").filter((flag) => flag !== ""));
    const { code } = await new Deno.Command(program, { args, cwd: place }).output();
    assertEquals(code, 0, args.join(" "));
    const [source, target, spare] = ["source", "target", "spare"].map((name) => join(place, name));
    assertEquals(await differences({ source, target, spare }, false), []);
  }
});

function named(name: string): Node {
  return bench.flatMap(({ tree }) => nodesOf(tree, "function_statement"))
    .find((node) => signatureOf(node).name === name)!;
}

function keysOf(root: Node): string[] {
  return nodesOf(root, "key_expression").map(({ text }) => text);
}

/** The words of `Get-FerryCommand`, in their order, with its parameters put in. */
function ferryWords(flags: readonly string[]): string[] {
  const [body] = nodesOf(named("Get-FerryCommand"), "script_block");
  return nodesOf(body, "variable", "verbatim_string_characters").flatMap(({ text }) => {
    if (text === "$Ferry") return ferryCommand();
    return text === "$Flags" ? flags : [text.slice(1, -1)];
  });
}
