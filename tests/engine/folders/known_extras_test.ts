// Extra entries that are known since their folder was copied: they are told by both listings, and hold only where the source
// still has none of them.

import { assertEquals } from "@std/assert";
import { EIO, ENOENT } from "../../../ffi/errno.ts";
import { type CString, cString, ENTRY_TYPE, FileStat, Listing } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../../lib/entry/folder_pair.ts";
import { finishFolder } from "../../../lib/engine/folders/finish_folder.ts";
import { areStillExtra, eachKnown, knownExtras } from "../../../lib/engine/folders/known_extras.ts";
import { withName } from "../../../lib/engine/facts/matched_names.ts";
import { DEFAULT_OPTIONS } from "../../../lib/options.ts";
import { CONTROL_WORDS } from "../../../lib/shared/control.ts";
import { eachPacked, packEntries } from "../../../lib/engine/worker/packed_entries.ts";
import type { WorkerContext } from "../../../lib/engine/worker/worker_context.ts";
import { judge } from "../../support/judge.ts";
import { needsPrograms } from "../../support/mounts.ts";
import { sh, withScratch } from "../../support/safety.ts";
import { testOrSkip } from "../../support/skip.ts";
import { ferryTraced } from "../../support/trace.ts";

const { file, folder } = ENTRY_TYPE;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).replaceAll("\0", "");

function listed(...entries: readonly (readonly [string, number])[]): Listing {
  const listing = new Listing(16_384);
  for (const [name, type] of entries) {
    listing.append(new TextEncoder().encode(name), name.length, type);
  }
  return listing;
}

function both() {
  return {
    source: listed(["a", file], ["b", file], ["other", file]),
    target: listed(
      ["x", folder],
      ["a", file],
      [".ferry-1-00000000-0-0.tmp", file],
      ["other", folder],
      ["y", file],
    ),
  };
}

function workerWith(fields: Record<string, unknown>): WorkerContext {
  return { extraBytes: 0, ...fields } as unknown as WorkerContext;
}

Deno.test("knownExtras: names that the source does not have; neither leftovers nor what is of another kind there", () => {
  const worker = workerWith({});
  const found: [string, number][] = [];
  const known = knownExtras(worker, both(), 3)!;
  eachPacked(known, (name, type) => found.push([text(name), type]));
  assertEquals(found, [["x", folder], ["y", file]]);
  assertEquals(worker.extraBytes, known.bytes.length);
});

Deno.test("knownExtras: none where they are many, or where a thread has many of them already", () => {
  assertEquals(knownExtras(workerWith({}), both(), 10_000), null);
  assertEquals(knownExtras(workerWith({ extraBytes: 2 ** 30 }), both(), 3), null);
});

/** A folder of which `answers` tells what asking its source for a name gives. */
function knownIn(answers: Record<string, number>) {
  const worker = workerWith({
    ctx: { fs: { stat: (_: number, name: CString) => answers[text(name)] } },
    deletionFilter: {
      protects: (_pair: unknown, _path: unknown, _folder: unknown, name: CString) =>
        text(name) === "kept",
    },
  });
  const names = Object.keys(answers).map((name) => [name, file] as const);
  const known = packEntries(listed(...names), 0, names.length);
  return { worker, known, pair: { source: 3, target: 4, path: new Uint8Array() } as FolderPair };
}

Deno.test("areStillExtra: not where the source has one by now, or cannot be asked for it", () => {
  const isExtra = (last: number) => {
    const { worker, pair, known } = knownIn({ gone: -ENOENT, last });
    return areStillExtra(worker, pair, known);
  };
  assertEquals([-ENOENT, 0, -EIO].map(isExtra), [true, false, false]);
});

Deno.test("eachKnown: all but what is protected", () => {
  const { worker, pair, known } = knownIn({ gone: -ENOENT, kept: -ENOENT });
  const visited: string[] = [];
  eachKnown(worker, pair, known, ({ name }) => visited.push(text(name)));
  assertEquals(visited, ["gone"]);
});

/** A main thread that the machine keeps waiting leaves a folder to others in parts, and what is extra is sought again. */
const MOST_RUNS = 5;

testOrSkip(
  "mirror: a folder that loses a few entries is listed once, on either side",
  needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      let listings = 0;
      for (let runs = 0; runs < MOST_RUNS && listings !== 4; runs++) {
        sh("mkdir -p s/d t/d; touch s/d/{a,b} t/d/{a,b,extra}", dir);
        const watch = { calls: "getdents64", below: `${dir}/` };
        const { code, calls } = await ferryTraced(watch, "mirror", "-j1", `${dir}/s`, `${dir}/t`);
        assertEquals([code, await judge(`${dir}/s`, `${dir}/t`)], [0, []]);
        listings = calls.filter(({ text }) => /\/[st]\/d>/.test(text)).length;
      }
      assertEquals(listings, 4); // each once more, which tells the end
    });
  },
);

const sumOf = (name: string) => withName(0, cString(name), 0);

/** Finishes a folder of which the target was listed with one entry, and `a` was matched; the names that are noted as extra. */
function notedAsExtra(inTarget: string, path = "folder"): string[] | null {
  const worker = {
    extraBytes: 0,
    extras: [],
    shard: null,
    ctx: {
      control: new Int32Array(new SharedArrayBuffer(CONTROL_WORDS * 4)),
      options: { ...DEFAULT_OPTIONS, delete: true },
    },
    performer: { setFolderMetadata() {} },
  } as unknown as WorkerContext;
  const pair = {
    root: { index: 0 },
    path: new TextEncoder().encode(path),
    target: 9,
    matched: 1,
    matchedSum: sumOf("a"),
    sourceStat: new FileStat(),
  } as unknown as FolderPair;
  const listings = { source: listed(["a", file]), target: listed([inTarget, file]) };
  const state = {
    targetEntries: 1,
    listedSum: sumOf(inTarget),
    changes: 0,
    complete: true,
    clashes: null,
    both: listings,
  };
  finishFolder(worker, pair, state);
  if (worker.extras.length === 0) return [];
  const { known } = worker.extras[0];
  if (!known) return null;
  const names: string[] = [];
  eachPacked(known, (name) => names.push(text(name)));
  return names;
}

Deno.test("finishFolder: what another program brought since the listing, and was matched, hides nothing that is extra", () => {
  assertEquals(notedAsExtra("extra"), ["extra"]);
  assertEquals(notedAsExtra("extra", ""), null); // a root is listed again
  assertEquals(notedAsExtra("a"), []);
});
