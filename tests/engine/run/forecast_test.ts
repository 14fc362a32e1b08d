// When a run is large enough for workers, by what was listed so far.

import { assertEquals } from "@std/assert";
import { ENTRY_TYPE, Listing } from "../../../ffi/mod.ts";
import { Forecast } from "../../../lib/engine/run/forecast.ts";
import { DEFAULT_OPTIONS } from "../../../lib/options.ts";
import { COUNTER } from "../../../lib/shared/counters.ts";

/** A folder's listing, and what the run knows when it comes. */
interface Step {
  readonly files: number;
  readonly folders?: number;
  /** Where the folder is; that of a root is empty. */
  readonly path?: string;
}

const ROOT: Step = { files: 0, folders: 100 };

/** Folders met on the first way down a tree in which each has `folders` of them and `files` files, then at its end. */
function wayDown(depth: number, listed: number, folders: number, files: number): Step[] {
  return Array.from({ length: listed }, (_, i) => {
    const level = Math.min(i, depth);
    const path = "x".repeat(level).split("").join("/");
    return { files, folders: level === depth ? 0 : folders, path };
  });
}

const FORECASTS: readonly {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly fresh?: boolean;
  readonly checksum?: boolean;
  readonly meanBytes?: number;
  readonly expected: readonly boolean[];
}[] = [
  {
    name: "a hundred folders of ten files are few",
    steps: [ROOT, { files: 10, path: "a" }, { files: 10, path: "b" }],
    expected: [false, false, false],
  },
  {
    name: "a hundred folders of a thousand files are many, from the first one on",
    steps: [ROOT, { files: 1000, path: "a" }],
    expected: [false, true],
  },
  {
    name: "sub-folders are not counted as files",
    steps: [{ files: 0, folders: 3000 }, { files: 1, folders: 2000, path: "a" }],
    expected: [false, false],
  },
  {
    name: "one folder of 8,000 files is many",
    steps: [{ files: 8000 }],
    expected: [true],
  },
  {
    name: "8,000 files that may be unchanged are few",
    steps: [{ files: 8000 }],
    fresh: false,
    expected: [false],
  },
  {
    name: "8,000 files whose contents are compared are many",
    steps: [{ files: 8000 }],
    fresh: false,
    checksum: true,
    expected: [true],
  },
  {
    name: "ten files in each of a hundred folders are many if they are large",
    steps: [ROOT, { files: 10, path: "a" }],
    meanBytes: 2 ** 20,
    expected: [false, true],
  },
  {
    name: "a deep tree is many as soon as a few of its leaves were met",
    steps: wayDown(4, 8, 5, 8),
    expected: [false, false, false, false, false, false, false, true],
  },
  {
    name: "a deep tree of few files is never many",
    steps: wayDown(4, 50, 3, 8),
    expected: Array(50).fill(false),
  },
  {
    name: "what was listed is not left",
    steps: [{ files: 0, folders: 6 }, ..."abcdef".split("").map((path) => ({ files: 1000, path }))],
    expected: [false, true, true, true, false, false, false],
  },
];

for (const { name, steps, fresh = true, checksum, meanBytes = 0, expected } of FORECASTS) {
  Deno.test(`forecast: ${name}`, () => {
    const count = new Float64Array(Object.keys(COUNTER).length);
    count[COUNTER.filesFound] = 2;
    count[COUNTER.bytesFound] = 2 * meanBytes;
    const options = {
      ...DEFAULT_OPTIONS,
      ...(checksum ? { comparison: "checksum" as const } : {}),
    };
    const forecast = new Forecast({ count, options }, "apply");
    const answers = steps.map(({ files, folders = 0, path = "" }) => {
      const listing = new Listing(2 ** 18);
      listing.type.fill(ENTRY_TYPE.file, 0, files);
      listing.type.fill(ENTRY_TYPE.folder, files, files + folders);
      listing.count = files + folders;
      return forecast.isLarge(new TextEncoder().encode(path), listing, fresh);
    });
    assertEquals(answers, expected);
  });
}
