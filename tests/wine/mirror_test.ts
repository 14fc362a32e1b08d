// A mirror of 20,000 mixed files made by ferry for Windows, judged by rsync on the Linux side. Wine
// keeps no modes and no links of Linux, so the question is about contents, names and times.

import { assert, assertEquals } from "@std/assert";
import { windowsPath, wineVersion } from "../../scripts/windows/wine.ts";
import { makeScratch } from "../support/scratch.ts";
import { askInside, ferryInWine, summaryOf } from "./ferry_in_wine.ts";

const FOLDERS = 200, FILES_A_FOLDER = 100;
/** Bytes, in turn: empty, small, around the page, around where the system takes over, larger. */
const SIZES = [0, 1, 100, 2048, 4095, 4096, 4097, 65_535, 65_536, 100_000];
/** Names that Windows programs cannot use, but ferry must. */
const AWKWARD = ["con", "nul.txt", "dot.", "space ", "ünïcödé", "日本", "a b", "😀"];

/** Wine 10 takes attributes away when times are set. */
const KEEPS_ATTRIBUTES = wineVersion() < 9;

const scratch = makeScratch("ferry-wine-");
const source = `${scratch}/source`, target = `${scratch}/target`;

function makeTree(): void {
  const bytes = crypto.getRandomValues(new Uint8Array(65_536));
  const content = new Uint8Array([...bytes, ...bytes]);
  for (let folder = 0; folder < FOLDERS; folder++) {
    const path = `${source}/${folder % 10}/folder ${folder}`;
    Deno.mkdirSync(path, { recursive: true });
    for (let i = 0; i < FILES_A_FOLDER; i++) {
      const size = SIZES[(folder + i) % SIZES.length];
      const file = `${path}/file ${i}`;
      Deno.writeFileSync(file, content.subarray(i, i + size));
      Deno.utimeSync(file, 0, (1_000_000_000 + folder * 1000 + i) + 0.123456);
    }
  }
  Deno.mkdirSync(`${source}/names`);
  for (const name of AWKWARD) Deno.writeTextFileSync(`${source}/names/${name}`, name);
  Deno.mkdirSync(`${source}/empty/below`, { recursive: true });
}

/** Windows' times are whole ticks of 100 ns: gives all that was made just now such a time. */
async function settleTimes(): Promise<void> {
  const touch = ["-exec", "touch", "-d", "2020-05-06 07:08:09.1234567", "{}", "+"];
  const { code } = await new Deno.Command("find", {
    args: [source, "-newermt", "2021-01-01", ...touch],
  })
    .output();
  assertEquals(code, 0);
}

/** What differs by rsync's reading of every byte; at most a few lines of it. */
async function judge(): Promise<string[]> {
  const { code, stdout, stderr } = await new Deno.Command("rsync", {
    args: ["-rtn", "--delete", "-ic", "--modify-window=-1", `${source}/`, `${target}/`],
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).split("\n").filter((line) => line !== "").slice(0, 20);
}

/** The same question to Windows: attributes, and streams by FindFirstStreamW. */
async function judgeInside(): Promise<void> {
  const trees = [windowsPath(source), windowsPath(target)];
  const { entries, different, kinds } = await askInside("compare", ...trees);
  assert(entries > FOLDERS * FILES_A_FOLDER / 2);
  assertEquals(different, []);
  if (KEEPS_ATTRIBUTES) assert(Object.keys(kinds).length > 5, "there are attributes to compare");
}

function mirror(...options: string[]): ReturnType<typeof ferryInWine> {
  return ferryInWine("mirror", windowsPath(source), windowsPath(target), "--json", ...options);
}

Deno.test("a mirror of 20,000 mixed files in Wine is exact by rsync's judgement", async (step) => {
  makeTree();
  await settleTimes();
  if (KEEPS_ATTRIBUTES) await askInside("dress", windowsPath(source));
  await step.step("the first run copies everything", async () => {
    const outcome = await mirror();
    const summary = summaryOf(outcome);
    assertEquals([outcome.code, summary.files_failed], [0, 0], outcome.stderr);
    assertEquals(summary.files_copied, FOLDERS * FILES_A_FOLDER + AWKWARD.length);
    assertEquals(Object.keys(summary.methods).sort(), ["CopyFileExW", "read_write"]);
    assertEquals(await judge(), []);
  });
  await step.step("attributes and streams are the same to Windows' own calls", judgeInside);
  await step.step("the second run does nothing", async () => {
    const outcome = await mirror();
    const summary = summaryOf(outcome);
    assertEquals(outcome.code, 0, outcome.stderr);
    assertEquals(summary.files_unchanged, FOLDERS * FILES_A_FOLDER + AWKWARD.length);
    assertEquals([summary.files_copied, summary.metadata_updated, summary.deleted], [0, 0, 0]);
  });
  await step.step("a third run follows changes and deletes", async () => {
    for (let folder = 0; folder < FOLDERS; folder += 2) {
      const path = `${source}/${folder % 10}/folder ${folder}`;
      Deno.writeTextFileSync(`${path}/file 1`, `changed ${folder}`);
      Deno.removeSync(`${path}/file 2`);
      Deno.writeTextFileSync(`${path}/new`, `new ${folder}`);
    }
    Deno.removeSync(`${source}/9`, { recursive: true });
    await settleTimes();
    const outcome = await mirror();
    assertEquals(outcome.code, 0, outcome.stderr);
    assert(summaryOf(outcome).deleted > 2000);
    assertEquals(await judge(), []);
    await judgeInside();
  });
});
