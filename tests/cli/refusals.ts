// Command lines that are refused: the code, the message and the advice. Messages are what users see first, so they are
// compared whole.

import { assertEquals } from "@std/assert";
import { refusalOf } from "./fixtures.ts";

/** `""` in a command line stands for an empty argument. */
export type Refusal = readonly [line: string, code: string, message: string, advice: string | null];

export function testRefusals(cases: readonly Refusal[]): void {
  for (const [line, code, message, advice] of cases) {
    Deno.test(`refuses: ferry ${line}`, () => {
      const args = line.split(" ").map((arg) => arg === '""' ? "" : arg);
      const refusal = refusalOf(...args);
      assertEquals(
        {
          kind: refusal.kind,
          code: refusal.code,
          message: refusal.message,
          advice: refusal.advice,
        },
        { kind: "usage", code, message, advice },
      );
    });
  }
}
