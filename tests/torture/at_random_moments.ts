// Random moments within runs of ferry, for what may happen to one at any time. How long a run takes
// changes with the machine's load, so moments are tried until enough of them met a run under way.

import { assertEquals } from "@std/assert";
import { runFerry, startFerry } from "../support/ferry_process.ts";
import { sh } from "../support/safety.ts";
import { randomNumbers } from "../support/torture.ts";

/** Moments tried for each that is to meet a run under way. */
const MOST_TRIES = 20;

/** The first part of a run is Deno's start, in which nothing can go wrong. */
const EARLIEST = 0.3;

/**
 * Tries random moments until `hits` of them met a run under way; fails where they do not.
 * @param wholeMs about how long a run takes, in milliseconds; less is tried where that proves too late
 * @param attempt starts a run, does to it after `delayMs` what is tried, and checks what it left; tells
 * whether the run was still under way
 * @returns how many moments were tried
 */
export async function atRandomMoments(
  hits: number,
  wholeMs: number,
  random: () => number,
  attempt: (delayMs: number, context: string) => Promise<boolean>,
): Promise<number> {
  let latestMs = wholeMs, hit = 0, tries = 0;
  for (; hit < hits && tries < MOST_TRIES * hits; tries++) {
    const delayMs = latestMs * (EARLIEST + (1 - EARLIEST) * random());
    if (await attempt(delayMs, `try ${tries}, after ${delayMs} ms`)) hit++;
    else latestMs *= 0.9; // it was through already: the machine has become faster
  }
  assertEquals(hit, hits, `of ${tries} runs, so many were still under way`);
  return tries;
}

/**
 * Kills ferry (kill -9) at random moments of a command.
 *
 * @param reset makes the trees as they were before the command
 * @param check says what must hold after each, whether or not the kill met the run under way
 * @returns how many runs there were
 */
export async function killAtRandomMoments(
  hits: number,
  { args, dir, seed, reset }: {
    readonly args: readonly string[];
    readonly dir: string;
    readonly seed: number;
    readonly reset: string;
  },
  check: (context: string) => Promise<void>,
): Promise<number> {
  sh(reset, dir);
  const startedAt = performance.now();
  assertEquals((await runFerry(args, dir)).code, 0);
  const wholeMs = performance.now() - startedAt;
  return await atRandomMoments(hits, wholeMs, randomNumbers(seed), async (delayMs, moment) => {
    sh(reset, dir);
    const ferry = startFerry(args, dir);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    try {
      ferry.kill("SIGKILL");
    } catch { /* it had ended */ }
    const wasUnderWay = (await ferry.finished).code === 137;
    await check(`seed ${seed}, ${moment}`);
    return wasUnderWay;
  });
}
