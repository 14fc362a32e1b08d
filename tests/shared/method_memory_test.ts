// Which methods failed between which file systems, as threads share it.

import { assert, assertEquals } from "@std/assert";
import { createMethodMemory, MethodMemory } from "../../lib/shared/method_memory.ts";
import { newControl } from "../support/control.ts";

function views(): [MethodMemory, MethodMemory] {
  const memory = createMethodMemory();
  const control = newControl();
  return [new MethodMemory(memory, control), new MethodMemory(memory, control)];
}

Deno.test("MethodMemory: what failed for a pair in one thread is known to all, and of no other pair", () => {
  const [one, other] = views();
  const dev = 0xffe * 2 ** 32 + 0xffff_ffff;
  one.select(dev, 5);
  one.remember(4);
  one.remember(1);
  other.select(dev, 5);
  assertEquals([1, 2, 4].map((bit) => other.hasFailed(bit)), [true, false, true]);
  for (const [source, target] of [[5, dev], [dev, 6], [dev - 1, 5], [dev % 2 ** 32, 5]]) {
    other.select(source, target);
    assert(!other.hasFailed(4), `${source} to ${target}`);
  }
  one.select(5, dev);
  one.select(dev, 5);
  assert(one.hasFailed(4));
});

Deno.test("MethodMemory: before a pair is selected nothing is known", () => {
  const [memory] = views();
  memory.remember(1);
  assert(!memory.hasFailed(1));
  memory.select(1, 1);
  assert(!memory.hasFailed(1));
});

Deno.test("MethodMemory: pairs beyond its room are tried anew", () => {
  const [one, other] = views();
  for (let dev = 0; dev < 65; dev++) {
    one.select(dev, 1);
    one.remember(1);
  }
  assert(!one.hasFailed(1));
  other.select(63, 1);
  assert(other.hasFailed(1));
  other.select(64, 1);
  assert(!other.hasFailed(1));
});
