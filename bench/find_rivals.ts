// Looks up which rivals this machine has, and their versions. A missing one is named in the output and
// in the kept result: a table that hides who did not run is not worth much.

import { type Command, findProgram, outputOf } from "./command.ts";
import type { NativeTools } from "./native.ts";
import { RIVAL_SPECS, type RivalSpec, type Work } from "./rivals.ts";

/** One way to start a rival. */
export interface Rival {
  readonly name: string;
  /** Null if it does nothing of this kind. */
  command(work: Work, source: string, target: string): Command | null;
  /** See `RivalSpec`; null: none are needed. */
  readonly ferryFlags: readonly string[] | null;
  readonly needsReflink: boolean;
}

/** What was found on this machine. */
export interface FoundRivals {
  readonly rivals: readonly Rival[];
  /** Name and version of each. */
  readonly versions: Readonly<Record<string, string>>;
  /** Names of those that are not here, with the reason. */
  readonly missing: readonly string[];
}

/** Looks every rival up; the roofline counts as one. */
export async function findRivals(native: NativeTools): Promise<FoundRivals> {
  const rivals: Rival[] = [];
  const versions: Record<string, string> = {};
  const missing: string[] = [];
  for (const spec of RIVAL_SPECS) {
    const path = spec.executables.map(findProgram).find((found) => found !== null);
    const version = path ? await versionOf(path) : null;
    if (version === null) {
      missing.push(
        `${spec.name} (${spec.executables.join(" or ")} is not there; see scripts/rivals.sh)`,
      );
    } else if (spec.versionPattern && !spec.versionPattern.test(version)) {
      missing.push(`${spec.name} (found ${version})`);
    } else {
      versions[spec.name] = version;
      rivals.push(asRival(spec));
    }
  }
  if (native.roofline) rivals.push(...rooflines(native.roofline));
  else missing.push("roofline (no C compiler)");
  return { rivals, versions, missing };
}

function asRival(spec: RivalSpec): Rival {
  return {
    name: spec.name,
    command(work, source, target) {
      const command = spec.works[work]?.(source, target);
      return command ? [findProgram(command[0])!, ...command.slice(1)] : null;
    },
    ferryFlags: spec.ferryFlags ?? null,
    needsReflink: spec.needsReflink ?? false,
  };
}

/** As many threads as cores: what the machine can do, not what one thread can. */
function rooflines(path: string): Rival[] {
  return (["atomic", "in-place"] as const).map((mode) => ({
    name: `roofline ${mode}`,
    command: (work, source, target) =>
      work === "tree" ? [path, source, target, String(navigator.hardwareConcurrency), mode] : null,
    ferryFlags: null,
    needsReflink: false,
  }));
}

async function versionOf(path: string): Promise<string> {
  const { stdout, stderr } = await outputOf([path, "--version"]);
  return (stdout || stderr).split("\n")[0].replace(/\s+/g, " ").trim();
}
