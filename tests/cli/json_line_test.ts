// A line of `--json` shows a terminal nothing that could move its cursor, and reads back as it was.

import { assertEquals } from "@std/assert";
import { jsonLine } from "../../lib/cli/json_line.ts";

Deno.test("jsonLine: control characters, marks of direction and line separators are escaped, all else is not", () => {
  const named = { type: "x", path: "\x1b[2J\x7f\u009b31m\u202ecod.exe\u2028\u2029 ü 文" };
  const line = jsonLine(named);
  assertEquals(JSON.parse(line), { ...named, schema: 1 });
  assertEquals(
    line,
    '{"type":"x","schema":1,"path":"\\u001b[2J\\u007f\\u009b31m\\u202ecod.exe\\u2028\\u2029 ü 文"}\n',
  );
});
