// Which id a target gets for a source's: the first rule that fits decides, and each name is looked up once.

import { assertEquals } from "@std/assert";
import { IdMap } from "../../lib/preserve/id_map.ts";

Deno.test("IdMap.of: the first rule that fits decides; without one the id stays", () => {
  const map = new IdMap(
    [{ from: "5", to: "6" }, { from: "0-9", to: "7" }, { from: "wayne", to: "8" }],
    (id) => id === 20 ? "wayne" : "",
  );
  assertEquals([5, 6, 20, 21].map((id) => map.of(id)), [6, 7, 8, 21]);
});

Deno.test("IdMap.of: a name is looked up once, however many entries its user owns", () => {
  let asked = 0;
  const map = new IdMap([{ from: "", to: "1" }], () => {
    asked++;
    return "";
  });
  assertEquals([map.of(9), map.of(9), map.of(9), asked], [1, 1, 1, 1]);
});
