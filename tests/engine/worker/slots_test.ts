// Slots: shared state of work that several threads do a part of.

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Slots } from "../../../lib/engine/worker/slots.ts";
import { SLOT_WORDS, SLOTS } from "../../../lib/shared/mod.ts";

function slotMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(SLOTS * SLOT_WORDS * 4);
}

Deno.test("Slots.take: each slot once, null when none is free, and again when one was released", () => {
  const slots = new Slots(slotMemory());
  const taken = Array.from({ length: SLOTS }, () => slots.take());
  assertEquals(new Set(taken).size, SLOTS);
  assertEquals(slots.take(), null);
  slots.release(7);
  assertEquals(slots.take(), 7);
});

Deno.test("Slots.take: the user's words are zero, whatever the last use left; each slot has its own", () => {
  const memory = slotMemory();
  const slots = new Slots(memory);
  const slot = slots.take()!, next = slots.take()!;
  slots.words[slots.at(slot, 0)] = 5;
  slots.words[slots.at(slot, 11)] = 6;
  assertEquals(slots.words[slots.at(next, 0)], 0);
  slots.release(slot);
  const other = new Slots(memory);
  assertEquals(other.take(), slot);
  assertEquals([other.words[other.at(slot, 0)], other.words[other.at(slot, 11)]], [0, 0]);
});

Deno.test("Slots.enter: by the ticket of this use only, not of one that was closed or is over", () => {
  const memory = slotMemory();
  const owner = new Slots(memory), helper = new Slots(memory);
  const slot = owner.take()!;
  const ticket = owner.ticket(slot);
  assertEquals(helper.enter(ticket), slot);
  helper.leave(slot);
  owner.close(slot);
  assertEquals(helper.enter(ticket), null, "closed");
  owner.release(slot);
  assertEquals(helper.enter(ticket), null, "free");
  assertEquals(owner.take(), slot);
  assertEquals(helper.enter(ticket), null, "another use");
  assertNotEquals(owner.ticket(slot), ticket);
  assertEquals(helper.enter(owner.ticket(slot)), slot);
});

Deno.test("Slots.close: waits for who has entered, and not for who came too late", async () => {
  const memory = slotMemory();
  const slots = new Slots(memory);
  const slot = slots.take()!;
  const url = new URL("./slots_helper.ts", import.meta.url);
  const worker = new Worker(url, { type: "module" });
  const hasEntered = new Promise((resolve) => worker.onmessage = resolve);
  worker.postMessage({ memory, ticket: slots.ticket(slot) });
  await hasEntered;
  slots.close(slot);
  worker.terminate();
  // The helper says 1 when it has seen that the slot is closed, which is after `close` began.
  assert(slots.words[slots.at(slot, 0)] === 1);
});
