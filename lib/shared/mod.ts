// The shared memory of one run, made by the main thread and handed to each worker.

import { createBandwidth } from "./bandwidth.ts";
import { CONTROL_WORDS } from "./control.ts";
import { createCounters } from "./counters.ts";
import { createDeviceMemory } from "./device_memory.ts";
import { createLostNames } from "./lost_names.ts";
import { createMethodMemory } from "./method_memory.ts";
import { createThreadTimes } from "./thread_time.ts";

/** Bytes that wait as jobs at most; a full stack makes workers keep their sub-folders to themselves. */
const STACK_BYTES = 8 * 1024 * 1024;
/** The same for those that the main thread leaves to workers: a large file or a huge folder each. */
const WORKERS_ONLY_BYTES = 256 * 1024;
/** The hard-link table grows with the number of linked files and with nothing else: to 20 million of them at most. */
const LINKS_INITIAL_BYTES = 64 * 1024;
const LINKS_MOST_BYTES = 4 * 1024 * 1024 * 1024;
/** Grows with the number of unchanged files where listings have no link counts: some 700,000 of them at most. */
const PASSED_INITIAL_BYTES = 80 * 1024;
const PASSED_MOST_BYTES = PASSED_INITIAL_BYTES * 1024;
/** Huge folders in slices, and large files in ranges, at one time. */
export const SLOTS = 64;
export const SLOT_WORDS = 16;

/** Plain data: it travels to workers in a message. */
export interface SharedMemory {
  readonly control: SharedArrayBuffer;
  readonly stack: SharedArrayBuffer;
  readonly workersOnly: SharedArrayBuffer;
  readonly counters: SharedArrayBuffer;
  readonly threadTimes: SharedArrayBuffer;
  readonly methods: SharedArrayBuffer;
  readonly devices: SharedArrayBuffer;
  readonly lostNames: SharedArrayBuffer;
  readonly bandwidth: SharedArrayBuffer;
  readonly slots: SharedArrayBuffer;
  readonly linkEntries: SharedArrayBuffer;
  readonly linkPaths: SharedArrayBuffer;
  readonly passedNames: SharedArrayBuffer;
}

/**
 * @param threads the main thread and all workers that there may be
 * @param before whose knowledge of the target's file systems is taken over
 */
export function createSharedMemory(threads: number, before?: SharedMemory): SharedMemory {
  return {
    control: new SharedArrayBuffer(CONTROL_WORDS * Int32Array.BYTES_PER_ELEMENT),
    stack: new SharedArrayBuffer(STACK_BYTES),
    workersOnly: new SharedArrayBuffer(WORKERS_ONLY_BYTES),
    counters: createCounters(threads),
    threadTimes: createThreadTimes(threads),
    methods: createMethodMemory(),
    devices: before?.devices ?? createDeviceMemory(),
    lostNames: before?.lostNames ?? createLostNames(),
    bandwidth: createBandwidth(),
    slots: new SharedArrayBuffer(SLOTS * SLOT_WORDS * Int32Array.BYTES_PER_ELEMENT),
    linkEntries: new SharedArrayBuffer(LINKS_INITIAL_BYTES, { maxByteLength: LINKS_MOST_BYTES }),
    linkPaths: new SharedArrayBuffer(LINKS_INITIAL_BYTES, { maxByteLength: LINKS_MOST_BYTES }),
    passedNames: new SharedArrayBuffer(PASSED_INITIAL_BYTES, { maxByteLength: PASSED_MOST_BYTES }),
  };
}
