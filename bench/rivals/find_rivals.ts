// Finds the rivals that this machine has, and their versions. Missing ones are named in the output and in
// the kept result, so that no table hides who did not run.

import { type Command, findProgram, outputOf } from "../command.ts";
import type { NativeTools } from "../native/native.ts";
import { LEAST_JAVASCRIPT } from "../measure/outcome.ts";
import { RIVAL_SPECS, type RivalSpec, type Work } from "./rivals.ts";

/** A rival that was found. */
export interface Rival extends Pick<RivalSpec, "name" | "isForLargeFiles" | "failsFrom"> {
  /** Its command line; null if it cannot do this kind of work. */
  command(work: Work, source: string, target: string): Command | null;
  /** See `RivalSpec.ferryFlags`; null: none. */
  readonly ferryFlags: readonly string[] | null;
  readonly needsReflink: boolean;
  /** Whether it keeps what ferry keeps: a target that differs is a failure. */
  readonly isExact?: boolean;
  /** Whether it comes with this system alone; it then takes part in every workload. */
  readonly isOfSystem: boolean;
}

/** What was found on this machine. */
export interface FoundRivals {
  readonly rivals: readonly Rival[];
  /** Name and version of each. */
  readonly versions: Readonly<Record<string, string>>;
  /** Names of those that are not here, with the reason. */
  readonly missing: readonly string[];
}

/**
 * Finds all rivals; the roofline counts as one.
 *
 * @param trialFolder where each copies one file before it takes part, because names and versions of
 *   Apple's, GNU's and BSD's tools say little about their options; null: no trial
 * @param leastTree the compiled scripts/executable/least_tree.ts, if it is there
 */
export async function findRivals(
  native: NativeTools,
  trialFolder: string | null,
  leastTree: string | null = null,
): Promise<FoundRivals> {
  const rivals: Rival[] = [];
  const versions: Record<string, string> = {};
  const missing: string[] = [];
  for (const spec of RIVAL_SPECS) {
    if (spec.system && spec.system !== Deno.build.os) continue;
    const found = await look(spec, trialFolder);
    if (found.reason === null) {
      versions[spec.name] = found.version;
      rivals.push(asRival(spec));
    } else missing.push(`${spec.name} (${found.reason})`);
  }
  if (native.roofline) rivals.push(...rooflines(native.roofline));
  else {
    const reason = Deno.build.os === "linux" ? "no C compiler" : "Linux alone has it";
    missing.push(`roofline (${reason})`);
  }
  if (leastTree) rivals.push(...leastJavaScript(leastTree));
  return { rivals, versions, missing };
}

type Look = { version: string; reason: null } | { reason: string };

async function look(spec: RivalSpec, trialFolder: string | null): Promise<Look> {
  const path = spec.executables.map(findProgram).find((one) => one !== null);
  if (!path) {
    const hint = Deno.build.os === "linux" ? "; see scripts/rivals.sh" : "";
    return { reason: `${spec.executables.join(" or ")} is not there${hint}` };
  }
  const version = await versionOf(path, spec.executables[0]);
  if (spec.versionPattern && !spec.versionPattern.test(version)) {
    return { reason: `found ${version}` };
  }
  const reason = trialFolder === null ? null : await tryOut(spec, trialFolder);
  return reason === null ? { version, reason } : { reason };
}

/** Copies one file; why that failed, or null. */
async function tryOut({ works, failsFrom = 1 }: RivalSpec, folder: string): Promise<string | null> {
  const work = works.tree ?? works.mirror;
  if (!work) return null;
  const program = findProgram(work("", "")[0]);
  if (!program) return `${work("", "")[0]} is not there`;
  const trial = Deno.makeTempDirSync({ dir: folder }).replaceAll("\\", "/");
  Deno.mkdirSync(`${trial}/source`);
  Deno.writeTextFileSync(`${trial}/source/file`, "trial");
  const command = work(`${trial}/source`, `${trial}/target`);
  try {
    const { code, stderr } = await outputOf([program, ...command.slice(1)]);
    if (code < failsFrom && code >= 0) return null;
    const failure = `'${command.join(" ")}' failed: ${stderr.split("\n")[0]}`;
    return failure.replaceAll("\\", "/").replaceAll(`${trial}/`, "");
  } finally {
    Deno.removeSync(trial, { recursive: true });
  }
}

function asRival(spec: RivalSpec): Rival {
  return {
    name: spec.name,
    isForLargeFiles: spec.isForLargeFiles,
    failsFrom: spec.failsFrom,
    command(work, source, target) {
      const command = spec.works[work]?.(source, target);
      return command ? [findProgram(command[0])!, ...command.slice(1)] : null;
    },
    ferryFlags: spec.ferryFlags ?? null,
    needsReflink: spec.needsReflink ?? false,
    isOfSystem: spec.system !== undefined,
  };
}

/** The mode of the roofline for each kind of work, by its name in the tables. */
const ROOFLINES: Readonly<Record<string, Partial<Record<Work, string>>>> = {
  "roofline": { tree: "atomic", file: "atomic", mirror: "mirror" },
  "roofline in place": { tree: "in-place" },
  "roofline bare": { mirror: "mirror-bare" },
};

function rooflines(path: string): Rival[] {
  return Object.entries(ROOFLINES).map(([name, modes]) => leastProgram(name, path, modes));
}

function leastJavaScript(path: string): Rival[] {
  return Object.entries(LEAST_JAVASCRIPT)
    .map(([roofline, name]) => leastProgram(name, path, ROOFLINES[roofline]));
}

/** With as many threads as cores. */
function leastProgram(name: string, path: string, modes: Partial<Record<Work, string>>): Rival {
  return {
    name,
    command(work, source, target) {
      const [threads, mode] = [String(navigator.hardwareConcurrency), modes[work]];
      return mode === undefined ? null : [path, source, target, threads, mode];
    },
    ferryFlags: null,
    needsReflink: false,
    isOfSystem: false,
    isExact: true,
  };
}

/** The version; of Apple's and Windows' own tools that of the system. */
async function versionOf(path: string, name: string): Promise<string> {
  const firstLine = (text: string) => text.split("\n")[0].replace(/\s+/g, " ").trim();
  if (Deno.build.os === "linux") {
    const { stdout, stderr } = await outputOf([path, "--version"]);
    return firstLine(stdout || stderr);
  }
  const system = `${name} of ${Deno.build.os} ${Deno.osRelease()}`;
  if (Deno.build.os === "windows") return system;
  const { code, stdout } = await outputOf([path, "--version"]);
  return code === 0 && stdout !== "" ? firstLine(stdout) : system;
}
