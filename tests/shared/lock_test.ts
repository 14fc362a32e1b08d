// The lock in shared memory: threads that each add to one number lose no addition.

import { assertEquals } from "@std/assert";
import { lock, unlock } from "../../lib/shared/lock.ts";

/** Words: the lock, the number, and a word that says that somebody waits. */
const LOCK = 1, NUMBER = 2;
const THREADS = 3, ADDITIONS = 20_000;

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
  words[LOCK] = 2;
  unlock(words, LOCK);
  assertEquals(words[LOCK], 0);
  lock(words, LOCK);
  unlock(words, LOCK);
  assertEquals(words[LOCK], 0);
});

Deno.test("lock: threads take turns, and each gets one", async () => {
  const words = newWords();
  const threads = Array.from(
    { length: THREADS },
    () => new Worker(new URL("../support/adding_thread.ts", import.meta.url), { type: "module" }),
  );
  await Promise.all(threads.map((thread) => {
    const done = new Promise((resolve) => thread.onmessage = resolve);
    thread.postMessage({ words, lockAt: LOCK, numberAt: NUMBER, additions: ADDITIONS });
    return done;
  }));
  for (const thread of threads) thread.terminate();
  assertEquals([words[LOCK], words[NUMBER]], [0, THREADS * ADDITIONS]);
});
