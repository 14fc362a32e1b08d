// A folder that is listed in many pieces: a run that finds nothing to do opens none of its files, as in a
// small one, because whoever lists it compares what the listings told. Wine can tell every file that is opened.

import { assert, assertEquals } from "@std/assert";
import { windowsPath } from "../../scripts/windows/wine.ts";
import { makeFilledFolder } from "../support/many.ts";
import { makeScratch } from "../support/scratch.ts";
import { ferryInWine, openedIn, summaryOf, withTrace } from "./ferry_in_wine.ts";

const FILES = 40_000;

const scratch = makeScratch("ferry-wine-");
const source = `${scratch}/source`, target = `${scratch}/target`;
const mirror = ["mirror", windowsPath(source), windowsPath(target), "--json"];

Deno.test("a second run opens no file of a folder of 40,000, a third those that differ", async () => {
  makeFilledFolder(source, FILES);
  const { success } = await new Deno.Command("cp", { args: ["-a", source, target] }).output();
  assert(success);
  const same = await withTrace("file", () => ferryInWine(...mirror));
  const { files_unchanged, metadata_updated } = summaryOf(same);
  assertEquals([same.code, files_unchanged, metadata_updated], [0, FILES, 0]);
  assertEquals(openedIn(same).filter((name) => name.startsWith("file ")), []);

  for (const file of ["file 7", "file 20000"]) {
    Deno.writeTextFileSync(`${source}/${file}`, "longer");
  }
  const changed = await withTrace("file", () => ferryInWine(...mirror));
  assertEquals([changed.code, summaryOf(changed).files_replaced], [0, 2]);
  const opened = new Set(openedIn(changed).filter((name) => name.startsWith("file ")));
  assertEquals([...opened].sort(), ["file 20000", "file 7"]);
});
