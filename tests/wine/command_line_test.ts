// The command line on Windows: paths as users type them there, exit codes, and errors in Windows' words.

import { assert, assertEquals } from "@std/assert";
import { windowsPath } from "../../scripts/windows/wine.ts";
import { makeScratch } from "../support/scratch.ts";
import { ferryInWine, type Outcome, summaryOf } from "./ferry_in_wine.ts";
import { withShare } from "./share.ts";

const scratch = makeScratch("ferry-wine-");
const source = `${scratch}/source`;
Deno.mkdirSync(source);
Deno.writeTextFileSync(`${source}/file`, "text");

/** What must come of a command: the exit code and something that stderr says. */
async function refuses(code: number, said: RegExp, ...args: string[]): Promise<Outcome> {
  const outcome = await ferryInWine(...args);
  assertEquals(outcome.code, code, outcome.stderr);
  assert(said.test(outcome.stderr), outcome.stderr);
  return outcome;
}

Deno.test("every way to write a path leads to the same folder", async () => {
  const drive = windowsPath(source);
  const ways = [
    drive,
    `${drive}\\`,
    drive.replaceAll("\\", "/"),
    `\\\\?\\${drive}`,
    `\\\\.\\${drive}`,
    `${drive}\\..\\source\\.`,
  ];
  for (const [i, way] of ways.entries()) {
    const target = `${scratch}/way ${i}`;
    const { code, stderr } = await ferryInWine("mirror", way, windowsPath(target));
    assertEquals(code, 0, `${way}: ${stderr}`);
    assertEquals(Deno.readTextFileSync(`${target}/file`), "text", way);
  }
});

Deno.test("a share of a server is a source and a target, whichever way it is written", async () => {
  await withShare(scratch, async (share) => {
    const verbatim = share.replace(/^\\\\/, "\\\\?\\UNC\\");
    for (const [i, way] of [share, verbatim, share.replaceAll("\\", "/")].entries()) {
      const { code, stderr } = await ferryInWine("mirror", `${way}\\source`, `${way}\\share ${i}`);
      assertEquals(code, 0, `${way}: ${stderr}`);
      assertEquals(Deno.readTextFileSync(`${scratch}/share ${i}/file`), "text", way);
    }
    const none = share.replace(/[^\\]+$/, "none");
    await refuses(2, /ERROR_\w+/, "mirror", `${none}\\source`, windowsPath(`${scratch}/target`));
  });
});

Deno.test("--exec: the program is a child, and its exit code is ferry's", async () => {
  const then = (...command: string[]) =>
    ferryInWine(
      "mirror",
      windowsPath(source),
      windowsPath(`${scratch}/seeded`),
      "--exec",
      "--",
      ...command,
    );
  const ended = await then("cmd", "/c", "echo started& exit 7");
  assertEquals([ended.code, ended.stdout.trimEnd().split(/\r?\n/).at(-1)], [7, "started"]);
  const lost = await then("nothing-such");
  assertEquals(lost.code, 127, lost.stderr);
  assert(lost.stderr.includes("cannot start 'nothing-such'"), lost.stderr);
});

Deno.test("a server without a share is no target, and the error says so", async () => {
  const said = /'\/\/server': .*Windows error 161 \(ERROR_BAD_PATHNAME\)/;
  await refuses(2, said, "mirror", windowsPath(source), "\\\\server");
});

Deno.test("a missing source is a usage error with the Win32 name and number", async () => {
  await refuses(
    2,
    /cannot read source 'Z:\/none\/such': .*Windows error \d+ \(ERROR_(FILE|PATH)_NOT_FOUND\)/,
    "mirror",
    "Z:\\none\\such",
    windowsPath(`${scratch}/target`),
  );
});

Deno.test("the drive that holds Windows is no target of a mirror", async () => {
  await refuses(4, /refusing to mirror onto 'C:\/'/, "mirror", windowsPath(source), "C:\\");
});

Deno.test("a target inside the source is refused", async () => {
  const below = `${windowsPath(source)}\\below`;
  await refuses(2, /is inside source/, "mirror", windowsPath(source), below);
});

Deno.test("two names that differ in case only are an error that names one, exit 1", async () => {
  const clashing = `${scratch}/clashing`, target = `${scratch}/clashed`;
  Deno.mkdirSync(clashing);
  for (const name of ["Readme", "README", "other"]) {
    Deno.writeTextFileSync(`${clashing}/${name}`, name);
  }
  const outcome = await refuses(
    1,
    /cannot copy '.*\/(Readme|README)': .*differs from another one's in case or form only.*NAME_CLASH/,
    "mirror",
    windowsPath(clashing),
    windowsPath(target),
    "--json",
  );
  assertEquals(summaryOf(outcome).files_copied, 2);
  assertEquals([...Deno.readDirSync(target)].length, 2);
});

Deno.test("a dry run touches nothing", async () => {
  const target = `${scratch}/dry`;
  const { code, stdout } = await ferryInWine(
    "mirror",
    "--dry-run",
    windowsPath(source),
    windowsPath(target),
  );
  assertEquals(code, 0);
  assert(/copy 'file'/.test(stdout), stdout);
  assert(![...Deno.readDirSync(scratch)].some(({ name }) => name === "dry"));
});

Deno.test("robocopy's options are options, and another machine's folder is refused", async () => {
  const habits = `${scratch}/habits`, target = `${scratch}/by habit`;
  Deno.mkdirSync(`${habits}/.git`, { recursive: true });
  Deno.mkdirSync(target);
  for (const file of ["a", "b.tmp", ".git/c"]) Deno.writeTextFileSync(`${habits}/${file}`, file);
  Deno.writeTextFileSync(`${target}/extra`, "extra");
  const [from, to] = [windowsPath(habits), windowsPath(target)];
  const line = [from, to, "/MIR", "/MT:2", "/R:1", "/w:1", "/NP", "/XD", ".git", "/XF", "*.tmp"];
  const { code, stderr } = await ferryInWine("mirror", ...line);
  assertEquals([code, [...Deno.readDirSync(target)].map(({ name }) => name)], [0, ["a"]], stderr);
  await refuses(2, /^ferry: \/MOVE is an option of robocopy: /, "copy", from, to, "/E", "/MOVE");
  await refuses(2, /a local name is typed '\.\/host:d'/, "mirror", from, "host:d");
});
