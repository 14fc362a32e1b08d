// When a run is large enough for workers, by what was listed so far.

import { assertEquals } from "@std/assert";
import { ENTRY_TYPE, Listing } from "../../ffi/mod.ts";
import { Forecast } from "../../lib/engine/crew/forecast.ts";
import { DEFAULT_OPTIONS } from "../../lib/options.ts";
import { CONTROL, CONTROL_WORDS } from "../../lib/shared/control.ts";
import { COUNTER } from "../../lib/shared/counters.ts";

/** A folder's listing, and what the run knows when it comes. */
interface Step {
  readonly files: number;
  readonly folders?: number;
  /** Folders not yet done, this one among them. */
  readonly pending: number;
}

const ROOT: Step = { files: 0, folders: 100, pending: 1 };

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
    steps: [ROOT, { files: 10, pending: 100 }, { files: 10, pending: 99 }],
    expected: [false, false, false],
  },
  {
    name: "a hundred folders of a thousand files are many, from the first one on",
    steps: [ROOT, { files: 1000, pending: 100 }],
    expected: [false, true],
  },
  {
    name: "sub-folders are not counted as files",
    steps: [{ files: 0, folders: 8000, pending: 1 }, { files: 1, pending: 4000 }],
    expected: [false, false],
  },
  {
    name: "one folder of 8,000 files is many",
    steps: [{ files: 8000, pending: 1 }],
    expected: [true],
  },
  {
    name: "8,000 files that may be unchanged are few",
    steps: [{ files: 8000, pending: 1 }],
    fresh: false,
    expected: [false],
  },
  {
    name: "8,000 files whose contents are compared are many",
    steps: [{ files: 8000, pending: 1 }],
    fresh: false,
    checksum: true,
    expected: [true],
  },
  {
    name: "ten files in each of a hundred folders are many if they are large",
    steps: [ROOT, { files: 10, pending: 100 }],
    meanBytes: 2 ** 20,
    expected: [false, true],
  },
];

for (const { name, steps, fresh = true, checksum, meanBytes = 0, expected } of FORECASTS) {
  Deno.test(`forecast: ${name}`, () => {
    const control = new Int32Array(CONTROL_WORDS);
    const count = new Float64Array(Object.keys(COUNTER).length);
    count[COUNTER.filesFound] = 2;
    count[COUNTER.bytesFound] = 2 * meanBytes;
    const options = {
      ...DEFAULT_OPTIONS,
      ...(checksum ? { comparison: "checksum" as const } : {}),
    };
    const forecast = new Forecast({ control, count, options });
    const answers = steps.map(({ files, folders = 0, pending }) => {
      control[CONTROL.pendingJobs] = pending;
      const listing = new Listing(2 ** 18);
      listing.type.fill(ENTRY_TYPE.file, 0, files);
      listing.type.fill(ENTRY_TYPE.folder, files, files + folders);
      listing.count = files + folders;
      return forecast.isLarge(listing, fresh);
    });
    assertEquals(answers, expected);
  });
}
