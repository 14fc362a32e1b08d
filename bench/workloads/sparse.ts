// A disk image: ten gibibytes of which one percent is data. Reading the holes would cost a hundred
// times the work, writing them a hundred times the space.

import { allocatedBytes } from "../measure/check.ts";
import { type Scale, scaled } from "../options.ts";
import { randomBlock, setOldTime } from "./tree.ts";
import { type Paths, removeTarget, roomOf, size, type Workload } from "./workload.ts";

const MIB = 2 ** 20;
const FILE_MIB = 10 * 1024;
/** One mebibyte of data in every hundred. */
const STRIDE_MIB = 100;
/** A target may take this much more than its source: extents are rounded up. */
const SLACK = 1.1;

/** 10 GiB with 1 % data. */
export function sparse(scale: Scale): Workload {
  const mib = scaled(scale, FILE_MIB);
  return {
    name: "sparse",
    title: `one file of ${size(mib * MIB)}, 1 % data`,
    work: "file",
    files: 1,
    room: roomOf(1, mib * MIB / STRIDE_MIB),
    ferryFlags: [],
    rivals: ["cp -a", "rsync -aS", "roofline"],
    build: ({ source }) => Promise.resolve(build(source, mib)),
    reset: removeTarget,
    alsoCheck,
  };
}

function build(path: string, mib: number): void {
  using file = Deno.openSync(path, { write: true, create: true });
  const block = randomBlock(MIB);
  for (let at = 0; at < mib; at += STRIDE_MIB) {
    file.seekSync(at * MIB, Deno.SeekMode.Start);
    for (let done = 0; done < MIB;) done += file.writeSync(block.subarray(done));
  }
  file.truncateSync(mib * MIB);
  setOldTime(path);
}

function alsoCheck({ source, target }: Paths): string[] {
  const [before, after] = [allocatedBytes(source), allocatedBytes(target)];
  if (after <= before * SLACK) return [];
  return [`holes were filled: ${size(before)} allocated became ${size(after)}`];
}
