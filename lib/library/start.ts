// The runs behind the commands: with options that are in the engine's terms already, and an end that is always a summary,
// also where a signal stops it.

import { checkAgainst } from "../engine/run/check_manifest.ts";
import { run } from "../engine/run/run.ts";
import type { RunRecord } from "../estimate/run_record.ts";
import type { Summary } from "../summary.ts";
import type { Manifest } from "../manifest.ts";
import type { Options } from "../options.ts";
import type { Plan } from "../costs/plan.ts";
import { type Asked, comparing, type Path, requestOf, type RunOptions } from "./request.ts";

/** What holds for a mirror instead of the defaults of a copy. */
export const MIRROR_DEFAULTS: Partial<Options> = { delete: true };
/** What holds for a move. */
export const MOVE_DEFAULTS: Partial<Options> = { removeSource: "everything" };

/** Copies. @throws {FerryError} before anything was touched, or where the run could not start */
export async function startCopy(asked: Asked, options: RunOptions): Promise<Summary> {
  return await run(await requestOf(asked, options));
}

/** Moves: what is removed from the source is not for the options to say. @throws {FerryError} */
export async function startMove(asked: Asked, options: RunOptions): Promise<Summary> {
  return await run(await requestOf(asked, { ...options, ...MOVE_DEFAULTS }));
}

/** Mirrors. @throws {FerryError} */
export async function startMirror(
  source: Path,
  dest: Path,
  options: RunOptions,
): Promise<Summary> {
  const asked: Asked = { command: "mirror", sources: [source], dest, placement: "exact" };
  return await run(await requestOf(asked, options, MIRROR_DEFAULTS));
}

/** Plans a mirror. @throws {FerryError} */
export async function startPlan(
  source: Path,
  dest: Path,
  { history, ...options }: RunOptions & { readonly history?: readonly RunRecord[] },
): Promise<Plan> {
  const asked: Asked = { command: "mirror", sources: [source], dest, placement: "exact" };
  // Loaded by the command that needs it alone.
  const { planOf } = await import("../costs/plan.ts");
  return await planOf(await requestOf(asked, options, MIRROR_DEFAULTS), history);
}

/** Compares. @throws {FerryError} */
export async function startVerify(
  source: Path,
  dest: Path,
  options: RunOptions,
): Promise<Summary> {
  return await run(comparing(await requestOf(compared(source, dest), options)));
}

/** Compares with a list of digests. @throws {FerryError} */
export async function startCheck(
  manifest: Manifest,
  dest: Path,
  options: RunOptions,
): Promise<Summary> {
  const request = comparing(await requestOf(compared(NO_SOURCE, dest), options));
  return await checkAgainst(manifest, { ...request, sources: [""], readsDestOnly: true });
}

/** The list stands where the source would. */
const NO_SOURCE = "-";

function compared(source: Path, dest: Path): Asked {
  return { command: "verify", sources: [source], dest, placement: "exact" };
}
