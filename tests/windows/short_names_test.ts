// Windows gives an entry a short name beside its own. A name of the source that is the short name of another entry of the
// target led to that one, which was replaced, and the run said that all was done.

import { assertEquals } from "@std/assert";
import { textOf } from "../../ffi/mod.ts";
import { wideString } from "../../ffi/windows/wide_text.ts";
import type { Summary } from "../../lib/summary.ts";
import { verify } from "../support/runs.ts";
import { type Sides, withSides } from "./sides.ts";
import { writeFile } from "./support.ts";

const LONG = "a long name of a file.txt";
/** WIN32_FIND_DATAW: its size, where cAlternateFileName stands, and units of that. */
const FIND_DATA_BYTES = 592, ALTERNATE_AT = 564, ALTERNATE_UNITS = 14;

/** The short name that the system gives an entry. */
function shortNameOf(path: string): string {
  const kernel32 = Deno.dlopen("kernel32.dll", {
    FindFirstFileW: { parameters: ["buffer", "buffer"], result: "u64" },
    FindClose: { parameters: ["u64"], result: "i32" },
  });
  const data = new Uint8Array(FIND_DATA_BYTES);
  kernel32.symbols.FindClose(
    kernel32.symbols.FindFirstFileW(wideString(path), data),
  );
  kernel32.close();
  const name = new Uint16Array(data.buffer, ALTERNATE_AT, ALTERNATE_UNITS);
  return String.fromCharCode(...name.subarray(0, name.indexOf(0)));
}

/** The short name of LONG in a folder; it is made and removed. */
function shortNameIn(folder: string): string {
  writeFile(folder, LONG);
  const short = shortNameOf(`${folder}\\${LONG}`);
  Deno.removeSync(`${folder}\\${LONG}`);
  return short;
}

/** Names with their contents, or `folder`. */
function entriesOf(path: string): string[] {
  const entries = [...Deno.readDirSync(path)].map(({ name, isDirectory }) =>
    `${name}: ${isDirectory ? "folder" : Deno.readTextFileSync(`${path}\\${name}`)}`
  );
  return entries.sort();
}

/** How many entries were named, and with which codes. */
function errorsOf({ outcome, errors }: Summary): unknown[] {
  return [outcome, ...errors.map(({ code, entry }) => `${code} ${textOf(entry as Uint8Array)}`)];
}

Deno.test(
  "a file whose name is another one's short name in the target is named, and replaces nothing",
  withSides(async ({ source, target, run }) => {
    const short = shortNameIn(source);
    writeFile(source, LONG, "long");
    await run();
    Deno.removeSync(`${source}\\${LONG}`);
    writeFile(source, short, "short");
    writeFile(source, LONG, "long");
    const clash = ["partial", `NAME_CLASH ${short}`];
    assertEquals(errorsOf(await run({ dryRun: true })), clash);
    assertEquals(errorsOf(await run()), clash);
    assertEquals(entriesOf(target), [`${LONG}: long`]);
  }),
);

Deno.test(
  "nor does it pass for unchanged, in a run and in a verification",
  withSides(async ({ source, target, run }: Sides) => {
    const short = shortNameIn(source);
    writeFile(source, LONG, "same");
    await run();
    Deno.renameSync(`${source}\\${LONG}`, `${source}\\other`);
    Deno.renameSync(`${source}\\other`, `${source}\\${short}`);
    assertEquals(errorsOf(await run({ delete: false })), ["partial", `NAME_CLASH ${short}`]);
    const verified = errorsOf(await verify(source, target));
    assertEquals(verified.includes(`NAME_CLASH ${short}`), true, verified.join());
  }),
);

Deno.test(
  "a folder whose name is another one's short name is named, and not mixed with that one",
  withSides(async ({ source, target, run }) => {
    const short = shortNameIn(source);
    Deno.mkdirSync(`${source}\\${LONG}`);
    await run();
    Deno.removeSync(`${source}\\${LONG}`);
    Deno.mkdirSync(`${source}\\${short}`);
    writeFile(`${source}\\${short}`, "file");
    Deno.mkdirSync(`${source}\\${LONG}`);
    assertEquals(errorsOf(await run()), ["partial", `NAME_CLASH ${short}`]);
    assertEquals(entriesOf(`${target}\\${LONG}`), []);
  }),
);

Deno.test(
  "a name with a tilde that is no short name is copied and replaced as any other",
  withSides(async ({ source, target, run }) => {
    writeFile(source, "NOTES~1.TXT", "one");
    await run();
    writeFile(source, "NOTES~1.TXT", "another");
    assertEquals(errorsOf(await run()), ["done"]);
    assertEquals(entriesOf(target), ["NOTES~1.TXT: another"]);
  }),
);
