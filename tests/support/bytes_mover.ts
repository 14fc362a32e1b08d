// A data mover on files in memory, as one thread of a run has it.

import type { Abilities } from "../../ffi/mod.ts";
import { DataMover } from "../../lib/copy/bytes/data_mover.ts";
import { Ladders } from "../../lib/copy/bytes/ladders.ts";
import { Transfer } from "../../lib/copy/bytes/transfer.ts";
import { DEFAULT_OPTIONS, type Options } from "../../lib/options.ts";
import { counterRow, createCounters } from "../../lib/shared/counters.ts";
import { createMethodMemory, MethodMemory } from "../../lib/shared/method_memory.ts";
import { newControl } from "./control.ts";
import { FakeFiles } from "./fake_files.ts";

/** All that a Linux has. */
export const LIKE_LINUX: Partial<Abilities> = {
  reflink: true,
  copyFileRange: true,
  sendfile: true,
  holes: true,
};

export interface Bench {
  readonly files: FakeFiles;
  readonly transfer: Transfer;
  readonly ladders: Ladders;
  readonly mover: DataMover;
  readonly control: Int32Array;
  readonly count: Float64Array;
}

export function makeBench(
  can: Partial<Abilities> = LIKE_LINUX,
  chosen: Partial<Options> = {},
): Bench {
  const files = new FakeFiles(can);
  const { fs } = files;
  const control = newControl();
  const count = counterRow(createCounters(1), 0);
  const transfer = new Transfer(
    fs,
    new MethodMemory(createMethodMemory(), control),
    count,
    control,
  );
  const options = { ...DEFAULT_OPTIONS, ...chosen };
  const ladders = new Ladders(options, fs.can);
  const mover = new DataMover(transfer, ladders, options, null);
  return { files, transfer, ladders, mover, control, count };
}
