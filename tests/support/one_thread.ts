// One thread of a run, without the run: a test has it do single jobs.

import { cString, FileStat, openNative } from "../../ffi/mod.ts";
import { HardLinks } from "../../lib/copy/links/hard_links.ts";
import { mountOf } from "../../lib/entry/mount.ts";
import { buildThread, performerOf } from "../../lib/engine/run/build_thread.ts";
import { DEFAULT_OPTIONS } from "../../lib/options.ts";
import { counterRow } from "../../lib/shared/counters.ts";
import { createSharedMemory } from "../../lib/shared/mod.ts";
import { rootPair } from "./root_pair.ts";

/** A thread that copies `s` in the folder `path` to `t`, and the table of hard links as another thread sees it. */
export async function oneThread(path: string) {
  const fs = await openNative();
  const memory = createSharedMemory(2);
  const [source, target] = ["s", "t"].map((name) => fs.openFolder(cString(`${path}/${name}`)));
  const stat = new FileStat();
  fs.statHandle(target, stat);
  const roots = [rootPair({ source, target, targetDev: stat.dev })];
  const setup = {
    memory,
    options: DEFAULT_OPTIONS,
    mode: "apply" as const,
    roots,
    threads: 2,
    runToken: "0123456789",
    beganAt: 0,
    usesFastPath: true,
  };
  const worker = buildThread(fs, setup, await performerOf(setup), 0, () => {});
  const control = new Int32Array(memory.control);
  const { reusesInodes } = fs.can;
  const other = new HardLinks(memory, control, counterRow(memory.counters, 1), reusesInodes);
  const sourceOf = (name: string) => {
    const found = new FileStat();
    fs.stat(source, cString(name), found);
    return found;
  };
  return { worker, other, sourceOf, mount: mountOf(stat) };
}
