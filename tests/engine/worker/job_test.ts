// Jobs as bytes: what one thread writes, another reads.

import { assertEquals } from "@std/assert";
import {
  decodeJob,
  deviceOf,
  encodeJob,
  firstJob,
  JOB,
  type Job,
  jobBytes,
  knownExtrasOf,
  packDevice,
} from "../../../lib/engine/worker/job.ts";
import { packNames } from "../../../lib/engine/worker/packed_entries.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
/** A name that is no UTF-8. */
const LATIN = Uint8Array.of(0x66, 0xfc, 0x72);

const JOBS: readonly Job[] = [
  firstJob(JOB.folder, 0, true),
  { kind: JOB.folder, root: 3, fresh: false, slot: -1, path: bytes("a/b"), entries: null },
  { kind: JOB.range, root: 0, fresh: false, slot: 64 * 7 + 5, path: bytes(""), entries: null },
  ...[1, 2, 3, 4, 5].map((length) => ({
    kind: JOB.slice,
    root: 1,
    fresh: length % 2 === 0,
    isVacant: length > 3,
    slot: 2,
    path: bytes("p".repeat(length)),
    entries: packNames([LATIN, bytes("n".repeat(length))]),
  })),
];

for (const job of JOBS) {
  const { length } = job.path;
  Deno.test(`encodeJob, decodeJob: kind ${job.kind} with a path of ${length} bytes comes back, and nothing beside it is written`, () => {
    const start = 8, end = start + jobBytes(job);
    const buffer = new Uint8Array(256).fill(0xaa);
    const words = new Int32Array(buffer.buffer);
    assertEquals(encodeJob(words, buffer, start, job), end);
    assertEquals(end % 4, 0);
    assertEquals(decodeJob(buffer.slice(start, end)), { isVacant: false, ...job });
    const beside = [...buffer.subarray(0, start), ...buffer.subarray(end)];
    assertEquals(beside.every((byte) => byte === 0xaa), true);
  });
}

Deno.test("packDevice, deviceOf: a device of two words comes through a job", () => {
  const dev = 0xffe * 2 ** 32 + 0xfffffffe;
  const job = { ...firstJob(JOB.delete, 0, false, packDevice(dev)), path: bytes("odd") };
  const buffer = new Uint8Array(jobBytes(job));
  encodeJob(new Int32Array(buffer.buffer), buffer, 0, job);
  assertEquals(deviceOf(decodeJob(buffer)), dev);
  assertEquals(knownExtrasOf(decodeJob(buffer)), null);
});

Deno.test("packDevice: the extra entries that are known come through a job with it", () => {
  const known = { bytes: bytes("\u0008one\u0000\u0004two\u0000"), count: 2 };
  const job = firstJob(JOB.delete, 0, false, packDevice(7, known));
  const buffer = new Uint8Array(jobBytes(job));
  encodeJob(new Int32Array(buffer.buffer), buffer, 0, job);
  assertEquals(deviceOf(decodeJob(buffer)), 7);
  assertEquals(knownExtrasOf(decodeJob(buffer)), known);
});
