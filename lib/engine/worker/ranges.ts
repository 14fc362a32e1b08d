// Copies large files in ranges: the thread that opened the file owns it, idle threads take ranges from a
// shared cursor. The owner copies ranges too, until the cursor is at the end, and waits only for helpers in
// the middle of a range, so that no file depends on another thread having time.

import { FileStat } from "../../../ffi/mod.ts";
import { STOPPED } from "../../copy/bytes/answers.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import { RANGE_BYTES } from "../../thresholds.ts";
import type { WorkerContext } from "./worker_context.ts";
import { firstJob, JOB } from "./job.ts";

/** User words of the slot. */
const SOURCE = 0;
const TARGET = 1;
const NEXT = 2;
const RANGES = 3;
const ERROR = 4;
const ENDED_EARLY = 5;
const BASE = 6; // bytes, low word then high word
const END = 8;
/** Jobs to help that are waiting or under way. */
const OFFERS = 10;
/** Bytes that helpers have moved, low word then high word. */
const HELPED = 11;

/** Lets the worker share large files with the run's other threads, if there are any. */
export function attachRanges(worker: WorkerContext): void {
  if (worker.threads === 1) return;
  worker.ctx.mover.split = (source, target, offset, end) =>
    splitRange(worker, source, target, offset, end);
}

/** Copies `offset` to `end` with threads that are idle; 0 or a negated errno. */
function splitRange(
  worker: WorkerContext,
  source: number,
  target: number,
  offset: number,
  end: number,
): number {
  const { slots, ctx } = worker;
  const slot = slots.take();
  if (slot === null) return ctx.mover.moveRange(source, target, offset, end);
  const { words } = slots;
  words[slots.at(slot, SOURCE)] = source;
  words[slots.at(slot, TARGET)] = target;
  words[slots.at(slot, RANGES)] = Math.ceil((end - offset) / RANGE_BYTES);
  storeWide(words, slots.at(slot, BASE), offset);
  storeWide(words, slots.at(slot, END), end);
  const offers = slots.at(slot, OFFERS);
  workOn(worker, slot, () => {
    if (Atomics.load(words, offers) >= worker.threads - 1 || !worker.stack.someoneIsIdle) return;
    if (pushHelp(worker, slots.ticket(slot))) Atomics.add(words, offers, 1);
  });
  slots.close(slot);
  const error = Atomics.load(words, slots.at(slot, ERROR));
  if (Atomics.load(words, slots.at(slot, ENDED_EARLY)) !== 0) ctx.transfer.endedEarly = true;
  ctx.transfer.movedByOthers += loadWide(words, slots.at(slot, HELPED));
  slots.release(slot);
  return error !== 0 ? error : isStopping(ctx.control) ? STOPPED : 0;
}

/** Does a range job. */
export function helpWithRange(worker: WorkerContext, ticket: number): void {
  const { slots, ctx } = worker;
  const slot = slots.enter(ticket);
  if (slot === null) return;
  const source = new FileStat(), target = new FileStat();
  ctx.fs.statHandle(slots.words[slots.at(slot, SOURCE)], source);
  ctx.fs.statHandle(slots.words[slots.at(slot, TARGET)], target);
  ctx.mover.prepareToHelp(source.dev, target.dev);
  const before = ctx.count[COUNTER.bytesCopied];
  // The main thread helps for a slice of time; its event loop comes first.
  workOn(worker, slot, () => {}, () => worker.shouldYield?.() ?? false);
  addWide(slots.words, slots.at(slot, HELPED), ctx.count[COUNTER.bytesCopied] - before);
  Atomics.sub(slots.words, slots.at(slot, OFFERS), 1);
  slots.leave(slot);
}

/** Copies ranges until none is left, one has failed or the run stops. */
function workOn(
  worker: WorkerContext,
  slot: number,
  betweenRanges: () => void,
  mustLeave = () => false,
): void {
  const { slots, ctx: { mover, transfer, control } } = worker;
  const { words } = slots;
  const base = loadWide(words, slots.at(slot, BASE));
  const end = loadWide(words, slots.at(slot, END));
  const source = words[slots.at(slot, SOURCE)], target = words[slots.at(slot, TARGET)];
  for (;;) {
    betweenRanges();
    if (mustLeave()) return;
    if (isStopping(control) || Atomics.load(words, slots.at(slot, ERROR)) !== 0) return;
    const index = Atomics.add(words, slots.at(slot, NEXT), 1);
    if (index >= words[slots.at(slot, RANGES)]) return;
    const from = base + index * RANGE_BYTES;
    const error = mover.moveRange(source, target, from, Math.min(from + RANGE_BYTES, end));
    if (error < 0) Atomics.compareExchange(words, slots.at(slot, ERROR), 0, error);
    if (transfer.endedEarly) Atomics.store(words, slots.at(slot, ENDED_EARLY), 1);
  }
}

function pushHelp(worker: WorkerContext, ticket: number): boolean {
  return worker.stack.push({ ...firstJob(JOB.range, 0, false), slot: ticket });
}

function storeWide(words: Int32Array, at: number, value: number): void {
  words[at] = value % 2 ** 32 | 0;
  words[at + 1] = Math.floor(value / 2 ** 32);
}

/** Adds less than 2^53 to a number that several threads add to. */
function addWide(words: Int32Array, at: number, value: number): void {
  const low = value % 2 ** 32;
  const old = Atomics.add(words, at, low | 0) >>> 0;
  const carry = old + low >= 2 ** 32 ? 1 : 0;
  Atomics.add(words, at + 1, Math.floor(value / 2 ** 32) + carry);
}

function loadWide(words: Int32Array, at: number): number {
  return (words[at] >>> 0) + words[at + 1] * 2 ** 32;
}
