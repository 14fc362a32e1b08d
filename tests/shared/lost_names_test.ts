// Names of attributes that the target would not take, gathered from all threads.

import { assert, assertEquals } from "@std/assert";
import { createLostNames, LostNames } from "../../lib/shared/lost_names.ts";
import { newControl } from "../support/control.ts";

function views(): [LostNames, LostNames] {
  const memory = createLostNames();
  const control = newControl();
  return [new LostNames(memory, control), new LostNames(memory, control)];
}

const lost = (name: string, code = "EPERM") => ({ loss: "xattrsRefused", code, name }) as const;

Deno.test("LostNames: each name once, whichever threads met it, in their order", () => {
  const [one, other] = views();
  assertEquals(one.all(), []);
  one.add(lost("user.b"));
  other.add(lost("user.b"));
  one.add(lost("user.b"));
  other.add(lost("user.a"));
  assertEquals(one.all(), [lost("user.a"), lost("user.b")]);
  assertEquals(other.all(), one.all());
});

Deno.test("LostNames: the same name with another code or loss is another record; a name may have blanks", () => {
  const [memory] = views();
  const records = [
    lost("user.a b  c"),
    lost("user.ä", "EACCES"),
    { loss: "xattrsUnsupported", code: "EPERM", name: "user.a b  c" } as const,
    lost("user.a", "EACCES"),
  ];
  for (const record of records) memory.add(record);
  assertEquals(memory.all().length, 4);
  for (const record of records) {
    assert(memory.all().some((found) => JSON.stringify(found) === JSON.stringify(record)));
  }
});

Deno.test("LostNames: names beyond its room are left out, and shorter ones still find some", () => {
  const [memory] = views();
  for (let i = 0; i < 30; i++) memory.add(lost(`user.${i}`.padEnd(230, "x")));
  const kept = memory.all().length;
  assert(kept > 10 && kept < 20, `${kept} names`);
  memory.add(lost("a"));
  assertEquals(memory.all().length, kept + 1);
});
