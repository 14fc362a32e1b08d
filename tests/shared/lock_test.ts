// The lock in shared memory: threads that each add to one number lose no addition.

import { assertEquals } from "@std/assert";
import { lock, unlock } from "../../lib/shared/lock.ts";
import { until } from "../support/ferry_process.ts";

/** Words: the lock, the number, and how many threads wait to begin. */
const LOCK = 1, NUMBER = 2, BEGIN = 3;
const THREADS = 2, ADDITIONS = 300_000;
/** The lock's word where somebody waits for it. */
const CONTENDED = 2;

function newWords(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(16));
}

Deno.test("lock and unlock: one word changes, and is free afterwards", () => {
  const words = newWords();
  lock(words, LOCK);
  assertEquals([...words], [0, 1, 0, 0]);
  unlock(words, LOCK);
  assertEquals([...words], [0, 0, 0, 0]);
});

Deno.test("unlock: a lock that somebody waits for is free all the same", () => {
  const words = newWords();
  words[LOCK] = CONTENDED;
  unlock(words, LOCK);
  assertEquals(words[LOCK], 0);
  lock(words, LOCK);
  unlock(words, LOCK);
  assertEquals(words[LOCK], 0);
});

/** Threads that add, each from the moment at which all are told to begin. */
function startThreads(words: Int32Array, count: number, additions: number) {
  return Array.from({ length: count }, () => {
    const url = new URL("../support/adding_thread.ts", import.meta.url);
    const thread = new Worker(url, { type: "module" });
    const done = new Promise((resolve) => thread.onmessage = resolve);
    thread.postMessage({ words, lockAt: LOCK, numberAt: NUMBER, beginAt: BEGIN, additions });
    return { done, end: () => thread.terminate() };
  });
}

async function runAll(words: Int32Array, threads: ReturnType<typeof startThreads>) {
  await until("all are there", () => Atomics.load(words, BEGIN) === threads.length);
  Atomics.store(words, BEGIN, -1);
  Atomics.notify(words, BEGIN);
  let areDone = false;
  Promise.all(threads.map(({ done }) => done)).then(() => areDone = true);
  await until("all are done", () => areDone);
  for (const { end } of threads) end();
}

Deno.test("lock: threads that begin together lose no addition", async () => {
  const words = newWords();
  await runAll(words, startThreads(words, THREADS, ADDITIONS));
  assertEquals([words[LOCK], words[NUMBER]], [0, THREADS * ADDITIONS]);
});

Deno.test("lock: who finds it taken waits, and is woken when it is free", async () => {
  const words = newWords();
  lock(words, LOCK);
  const threads = startThreads(words, 2, 1);
  const done = runAll(words, threads);
  await until("somebody waits", () => Atomics.load(words, LOCK) === CONTENDED);
  assertEquals(words[NUMBER], 0);
  unlock(words, LOCK);
  await done;
  assertEquals([words[LOCK], words[NUMBER]], [0, 2]);
});
