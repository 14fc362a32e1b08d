// `plan`.

import type { RunResult } from "../summary.ts";
import type { Plan as RunPlan, PlanFigures } from "../costs/plan.ts";
import { begin } from "./call.ts";
import type { PlanOptions } from "./options.ts";
import type { Path } from "./path.ts";
import type { Run } from "./run.ts";
import { MIRROR_DEFAULTS } from "./start.ts";
import type { Summary } from "./summary.ts";

/** What a mirror would come to: the summary of a dry run, and what it would take. */
export interface Plan extends RunResult, PlanFigures, Pick<Summary, "errors"> {
  /** A plan. */
  readonly command: "plan";
}

/**
 * Says what `mirror` would do with the same options, by which methods, and whether there is room for it. Nothing is
 * touched. The operations, with `reportOperations`, are those of the run; only which name of a file with several would be
 * copied, and which linked to it, may be another one.
 *
 * Needs `--allow-read` for both; see the module for the rest.
 *
 * @param source an existing folder
 * @param dest a folder; it need not be there
 * @param options those of the mirror
 * @returns the run; as a promise it resolves to the plan
 * @throws {UsageError} as a rejection: something that was asked for is wrong
 * @throws {StoppedError} as a rejection: a guard would refuse the mirror
 * @throws {PermissionError} as a rejection: a permission of Deno's is missing
 *
 * @example
 * ```ts
 * import { plan } from "@ferry/ferry";
 * const { filesCopied, bytesFound, deleted, rooms } = await plan("photos", "/backup/photos");
 * console.log(filesCopied, bytesFound, deleted, rooms.every(({ fits }) => fits === "yes"));
 * ```
 */
export function plan(source: Path, dest: Path, options: PlanOptions = {}): Run<Plan> {
  return begin<Plan, RunPlan>({
    name: "plan",
    command: "mirror",
    sources: source,
    dest,
    given: options,
    placement: "exact",
    defaults: MIRROR_DEFAULTS,
    readsOnly: true,
    async carryOut(request) {
      const { planOf } = await import("../costs/plan.ts");
      return await planOf(request);
    },
  });
}
