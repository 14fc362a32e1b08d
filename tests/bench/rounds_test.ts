// No program may run after the same one each time: what that one leaves behind would count as its time.

import { assertEquals, assertLessOrEqual } from "@std/assert";
import { orderOfRound } from "../../bench/measure/rounds.ts";

for (const programs of [1, 2, 3, 4, 7, 14]) {
  Deno.test(`orderOfRound: ${programs} programs, each once a round, seldom after the same one`, () => {
    const pairs = new Map<string, number>();
    for (let round = 0; round < programs; round++) {
      const order = orderOfRound(programs, round);
      assertEquals([...order].sort((a, b) => a - b), Array.from({ length: programs }, (_, i) => i));
      order.slice(1).forEach((program, i) => {
        const pair = `${order[i]} ${program}`;
        pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
      });
    }
    // The one that is absent from an odd number lets two meet once more.
    assertLessOrEqual(Math.max(0, ...pairs.values()), 1 + programs % 2);
  });
}
