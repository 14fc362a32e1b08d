// Whether the tests of this process run ferry through the stand-in for Darwin. It is told in the
// environment, so that the processes that they start know it as well.

import type { LibSystemChoice } from "../../ffi/darwin/libsystem.ts";

const VARIABLE = "FERRY_TEST_STAND_IN";

/** The library that ferry is to call; null where it calls this system. */
export function chosenStandIn(): LibSystemChoice | null {
  const text = Deno.env.get(VARIABLE);
  return text === undefined ? null : JSON.parse(text);
}

/** The environment variable that tells another process of such a library: `NAME=value`. */
export function standInVariable(choice: LibSystemChoice): string {
  return `${VARIABLE}=${JSON.stringify(choice)}`;
}

/** Lets the rest of this test file call a library; the environment is that of all test files. */
export function chooseStandIn(choice: LibSystemChoice): void {
  Deno.env.set(VARIABLE, JSON.stringify(choice));
  globalThis.addEventListener("unload", () => Deno.env.delete(VARIABLE));
}
