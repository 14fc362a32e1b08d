// Names on volumes that ignore case and the form of composed letters, as APFS and HFS+ do, and on those that
// tell case apart: the engine on a stand-in that finds names so, on both machines.

import { assert, assertEquals } from "@std/assert";
import * as make from "../support/entries.ts";
import type { LibraryRun } from "../support/ferry.ts";
import { callsOf, type FolderPair, runOn, testOnBoth } from "../support/on_stand_in.ts";

const COMPOSED = make.utf8("caf\u00e9"), DECOMPOSED = make.utf8("cafe\u0301");

/** A source with these files, each with its name for contents, and an empty target. */
function makeSides(
  { path }: FolderPair,
  names: readonly string[],
): [source: string, target: string] {
  const [source, target] = [`${path}/source`, `${path}/target`];
  for (const folder of [source, target]) make.makeFolder(folder);
  for (const name of names) make.makeFile(`${source}/${name}`, name);
  return [source, target];
}

/** Names as binary text. */
function namesIn(folder: string): string[] {
  const { stdout } = new Deno.Command("ls", { args: ["-A", "--literal", folder] }).outputSync();
  return Array.from(stdout, (byte) => String.fromCharCode(byte)).join("").split("\n").slice(0, -1);
}

function counts({ summary }: Pick<LibraryRun, "summary">): Record<string, number> {
  const { filesCopied, filesReplaced, filesUnchanged, deleted, metadataUpdated } = summary;
  return { filesCopied, filesReplaced, filesUnchanged, deleted, metadataUpdated };
}
const NOTHING = {
  filesCopied: 0,
  filesReplaced: 0,
  filesUnchanged: 0,
  deleted: 0,
  metadataUpdated: 0,
};

const CLASHES: readonly (readonly [what: string, pair: readonly [string, string]])[] = [
  ["in case", ["Readme", "README"]],
  ["in form", [COMPOSED, DECOMPOSED]],
  ["in the case of letters beyond ASCII", [make.utf8("\u00fcber"), make.utf8("\u00dcBER")]],
];
for (const [what, pair] of CLASHES) {
  testOnBoth(
    `of two names that differ ${what} one is copied, the other an error`,
    async (place) => {
      const [source, target] = makeSides(place, [...pair, "other"]);
      place.standIn.ignoreCase();
      for (const command of ["copy", "mirror"] as const) {
        const { summary } = await runOn(
          place,
          command,
          source,
          target,
          {},
        );
        assertEquals([summary.outcome, summary.errors.length], ["partial", 1]);
        assertEquals(summary.errors[0].code, "NAME_CLASH");
        const names = namesIn(target);
        assertEquals(names.length, 2);
        const copied = names.find((name) => name !== "other")!;
        assert(pair.includes(copied));
        assertEquals(Deno.readFileSync(`${target}/other`).length, 5);
      }
    },
  );
}

testOnBoth("names clash in a new subtree as they do elsewhere", async (place) => {
  const [source, target] = makeSides(place, []);
  for (const folder of ["new", "new/below"]) {
    make.makeFolder(`${source}/${folder}`);
    for (const name of ["a", "A", "b"]) make.makeFile(`${source}/${folder}/${name}`, name);
  }
  place.standIn.ignoreCase();
  const { summary } = await runOn(place, "copy", source, target);
  assertEquals(summary.errors.map(({ code }) => code), ["NAME_CLASH", "NAME_CLASH"]);
  assertEquals([summary.filesCopied, namesIn(`${target}/new/below`).length], [4, 2]);
});

testOnBoth("where case is told apart, both names are copied", async (place) => {
  const [source, target] = makeSides(place, ["Readme", "README"]);
  const { summary } = await runOn(place, "mirror", source, target);
  assertEquals([summary.outcome, summary.filesCopied], ["done", 2]);
  assertEquals(namesIn(target), namesIn(source));
});

testOnBoth(
  "a name in other case in the target is the same file, and is spelt anew",
  async (place) => {
    const [source, target] = makeSides(place, ["file"]);
    make.makeFolder(`${source}/folder`);
    make.makeFile(`${source}/folder/inner`, "x");
    await runOn(place, "mirror", source, target);
    place.standIn.ignoreCase();
    make.rename(`${source}/file`, `${source}/File`);
    make.rename(`${source}/folder`, `${source}/FOLDER`);
    const before = make.statOf(`${target}/file`);
    const dry = await runOn(place, "mirror", source, target, { dryRun: true });
    assertEquals(namesIn(target), ["file", "folder"]);
    const run = await runOn(place, "mirror", source, target);
    assertEquals(counts(dry), counts(run));
    assertEquals(counts(run), { ...NOTHING, filesUnchanged: 2, metadataUpdated: 3 });
    assertEquals(namesIn(target), ["FOLDER", "File"]);
    assert(make.statOf(`${target}/File`).hasSameInode(before));
    assertEquals(namesIn(`${target}/FOLDER`), ["inner"]);
    const again = await runOn(place, "mirror", source, target);
    assertEquals(counts(again), { ...NOTHING, filesUnchanged: 2 });
  },
);

testOnBoth("copy leaves the target's spelling as it is", async (place) => {
  const [source, target] = makeSides(place, ["file"]);
  await runOn(place, "mirror", source, target);
  place.standIn.ignoreCase();
  make.rename(`${source}/file`, `${source}/FILE`);
  const run = await runOn(place, "mirror", source, target, { delete: false });
  assertEquals([namesIn(target), counts(run).filesUnchanged], [["file"], 1]);
});

testOnBoth("an excluded name keeps its spelling", async (place) => {
  const [source, target] = makeSides(place, ["file", "other"]);
  await runOn(place, "mirror", source, target);
  place.standIn.ignoreCase();
  make.rename(`${source}/file`, `${source}/FILE`);
  await runOn(place, "mirror", source, target, { filters: [{ include: false, pattern: "FILE" }] });
  assertEquals(namesIn(target), ["file", "other"]);
});

const FORMS = [["a composed", COMPOSED, DECOMPOSED], ["a decomposed", DECOMPOSED, COMPOSED]];
for (const [form, from, to] of FORMS) {
  testOnBoth(
    `${form} name meets its other form: it is one file, and left as it is`,
    async (place) => {
      const [source, target] = makeSides(place, [from, "other"]);
      await runOn(place, "mirror", source, target);
      make.rename(`${target}/${from}`, `${target}/${to}`);
      make.makeFile(`${target}/extra`, "x"); // so that there is something to delete
      place.standIn.ignoreCase();
      const run = await runOn(place, "mirror", source, target);
      // The folder's own times were changed by the test.
      assertEquals(counts(run), {
        ...NOTHING,
        filesUnchanged: 2,
        deleted: 1,
        metadataUpdated: 1,
      });
      assertEquals(namesIn(target).sort(), [to, "other"].sort());
      assertEquals(callsOf(run.calls, "renameat"), []);
      make.makeFile(`${source}/new`, "x");
      make.setTimes(`${source}/${from}`, [1, 0]);
      const changed = await runOn(place, "mirror", source, target);
      assertEquals(counts(changed), {
        ...NOTHING,
        filesUnchanged: 1,
        filesCopied: 1,
        filesReplaced: 1,
        metadataUpdated: 1,
      });
      assertEquals(namesIn(target).length, 3);
    },
  );
}

testOnBoth("a file is not copied onto itself under a name in other case", async (place) => {
  const [source] = makeSides(place, ["file"]);
  place.standIn.ignoreCase();
  for (const [from, to] of [["file", "FILE"], ["../source", "../SOURCE"]]) {
    const error = await runOn(place, "copy", `${source}/${from}`, `${source}/${to}`).catch((e) =>
      e
    );
    assertEquals([error.code, Deno.readTextFileSync(`${source}/file`)], ["SAME_FILE", "file"]);
  }
});
