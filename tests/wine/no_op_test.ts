// A run that finds nothing to do opens folders and no file: all that it compares came with the listings.
// Wine can tell every file that is opened.

import { assert, assertEquals } from "@std/assert";
import { windowsPath } from "../../scripts/windows/wine.ts";
import { makeScratch } from "../support/scratch.ts";
import { ferryInWine, openedIn, summaryOf, withTrace } from "./ferry_in_wine.ts";

const FOLDERS = 10, FILES_A_FOLDER = 30;

const scratch = makeScratch("ferry-wine-");
const source = `${scratch}/source`, target = `${scratch}/target`;

Deno.test("a second run opens each folder and no file, hard links or not", async () => {
  for (let folder = 0; folder < FOLDERS; folder++) {
    const path = `${source}/folder-${folder}`;
    Deno.mkdirSync(path, { recursive: true });
    for (let i = 0; i < FILES_A_FOLDER; i++) Deno.writeTextFileSync(`${path}/file-${i}`, `${i}`);
    Deno.linkSync(`${path}/file-0`, `${path}/file-again`);
  }
  const mirror = ["mirror", windowsPath(source), windowsPath(target), "--json"];
  const first = await ferryInWine(...mirror);
  assertEquals(first.code, 0, first.stderr);
  const second = await withTrace("file", () => ferryInWine(...mirror));
  const all = FOLDERS * (FILES_A_FOLDER + 1);
  assertEquals([second.code, summaryOf(second).files_unchanged], [0, all]);
  const opened = openedIn(second);
  assert(opened.filter((name) => name.startsWith("folder-")).length >= 2 * FOLDERS);
  assertEquals(opened.filter((name) => name.startsWith("file-")), []);
});
