// Runs test files once more with ferry on the stand-in for Darwin. They are the same files: what they
// make and look at goes through this system, and only ferry itself calls the stand-in.

import { chooseNative } from "../../ffi/mod.ts";
import { chooseStandIn } from "./chosen_stand_in.ts";
import { makeScratch } from "./scratch.ts";
import { buildStandIn, type Machine, noStandIn } from "./stand_in.ts";

/**
 * To be called before the test files are imported. Their tests then carry `darwin` in their names.
 *
 * @param leaveOut tests that make no sense there
 */
export function runThroughStandIn(machine: Machine, leaveOut: RegExp | null = null): void {
  const reason = noStandIn();
  if (reason === null) {
    const { choice } = buildStandIn(makeScratch("ferry-darwin-"), machine);
    chooseStandIn(choice);
    chooseNative({ darwin: choice });
  }
  const register = Deno.test as (definition: Deno.TestDefinition) => void;
  const renamed = (
    given: string | Omit<Deno.TestDefinition, "fn"> | Deno.TestDefinition,
    fn?: Deno.TestDefinition["fn"] | Omit<Deno.TestDefinition, "fn">,
    last?: Deno.TestDefinition["fn"],
  ) => {
    const definition =
      (typeof given === "string"
        ? { ...(typeof fn === "object" ? fn : { fn }), name: given, ...(last ? { fn: last } : {}) }
        : { ...given, ...(typeof fn === "function" ? { fn } : {}) }) as Deno.TestDefinition;
    if (leaveOut?.test(definition.name)) return;
    const skipped = reason === null ? "" : ` [skipped: ${reason}]`;
    register({
      ...definition,
      name: `darwin ${machine}: ${definition.name}${skipped}`,
      ignore: definition.ignore || reason !== null,
    });
  };
  Object.defineProperty(Deno, "test", { value: renamed });
}
