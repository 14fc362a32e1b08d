// Where the history may be written: in a place of this user's alone, outside of what was copied.

import { assert, assertEquals } from "@std/assert";
import { liesIn, makeFoldersAbove, realPathIn } from "../../lib/history/safe_place.ts";
import { userFileIn } from "../../lib/user_folders.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

const scratch = makeScratch("ferry_state_");
let count = 0;

function newHome(): string {
  const home = `${scratch}/${count++}`;
  Deno.mkdirSync(home, { mode: 0o755 });
  return home;
}

/** Makes the folders; whether that was safe. */
function make(base: string): boolean {
  try {
    const path = realPathIn({ base, below: ["state", "ferry", "history.jsonl"] });
    return path !== null && makeFoldersAbove(path);
  } catch {
    return false;
  }
}

Deno.test("makeFoldersAbove: folders are their user's alone, and links of this user's are followed", () => {
  const home = newHome(), elsewhere = newHome();
  assert(make(home));
  assertEquals(Deno.statSync(`${home}/state/ferry`).mode! & 0o7777, 0o700);
  assert(make(home));
  Deno.removeSync(`${home}/state`, { recursive: true });
  Deno.symlinkSync(elsewhere, `${home}/state`);
  assert(make(home));
  assert(Deno.statSync(`${elsewhere}/ferry`).isDirectory);
});

Deno.test("makeFoldersAbove: a home is not made, a folder that a variable names is", () => {
  const missing = `${newHome()}/missing`;
  assertEquals(make(missing), false);
  const place = userFileIn("state", "history.jsonl", { XDG_STATE_HOME: missing }, "linux")!;
  assert(makeFoldersAbove(realPathIn(place)!));
  assertEquals(Deno.statSync(`${missing}/ferry`).mode! & 0o7777, 0o700);
});

Deno.test("makeFoldersAbove: nothing is made where anyone may change names", () => {
  const home = newHome();
  Deno.chmodSync(home, 0o777);
  assertEquals(make(home), false);
  assertEquals([...Deno.readDirSync(home)], []);
  Deno.chmodSync(home, 0o755);
  assert(make(home));
  for (const folder of ["state", "state/ferry"]) {
    Deno.chmodSync(`${home}/${folder}`, 0o777);
    assertEquals(make(home), false, folder);
    Deno.chmodSync(`${home}/${folder}`, 0o700);
  }
  assert(make(home));
});

testOrSkip(
  "makeFoldersAbove: root makes nothing in a user's home, nor where a user's link leads",
  Deno.uid() === 0 ? null : "not root",
  () => {
    const home = newHome(), target = newHome();
    Deno.chownSync(home, 1000, 1000);
    assertEquals(make(home), false);
    Deno.symlinkSync(target, `${home}/state`);
    assertEquals(make(home), false);
    const own = newHome();
    Deno.mkdirSync(`${own}/state`);
    Deno.chownSync(`${own}/state`, 1000, 1000);
    assertEquals(make(own), false);
    assertEquals([home, target, own].map((path) => [...Deno.readDirSync(path)].length), [1, 0, 1]);
    // What lies behind a user's link is root's own today.
    const linked = newHome();
    Deno.symlinkSync(target, `${linked}/state`);
    assert(make(linked));
    new Deno.Command("chown", { args: ["-h", "1000:1000", `${linked}/state`] }).outputSync();
    assertEquals(make(linked), false);
  },
);

Deno.test("liesIn: in an entry, its own path, by way of links, and where the entry was moved away", () => {
  const home = newHome(), other = newHome();
  const path = `${home}/state/ferry/history.jsonl`;
  Deno.mkdirSync(`${home}/state/ferry`, { recursive: true });
  Deno.writeTextFileSync(path, "");
  Deno.symlinkSync(home, `${other}/link`);
  for (const entry of [home, `${home}/state`, path, `${other}/link`, `${home}/./state/`, "/"]) {
    assertEquals(liesIn(path, [other, entry]), true, entry);
  }
  assertEquals(liesIn(path, [other, `${home}/stat`, `${home}/state/ferry/x`, "nothing"]), false);
  Deno.removeSync(`${home}/state`, { recursive: true });
  assertEquals(liesIn(path, [`${home}/state`]), true);
});
