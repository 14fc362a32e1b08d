// A thread of the test of Slots: enters, says so, and leaves only once the owner has begun to close the slot.

import { Slots } from "../../../lib/engine/worker/slots.ts";

const scope = globalThis as unknown as {
  onmessage: (message: MessageEvent) => void;
  postMessage(message: string): void;
};

scope.onmessage = ({ data: { memory, ticket } }) => {
  const slots = new Slots(memory);
  const slot = slots.enter(ticket);
  if (slot === null) throw new Error("the ticket is that of an open slot");
  scope.postMessage("entered");
  for (let again = slots.enter(ticket); again !== null; again = slots.enter(ticket)) {
    slots.leave(again);
  }
  Atomics.store(slots.words, slots.at(slot, 0), 1);
  slots.leave(slot);
};
