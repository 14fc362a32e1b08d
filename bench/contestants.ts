// Who takes part in a workload: ferry, the rivals that this machine has, and for a rival that keeps
// less than ferry a second ferry that keeps as little.

import type { Command } from "./command.ts";
import type { Ferry } from "./ferry.ts";
import type { FileSystem } from "./file_systems.ts";
import { FERRY } from "./outcome.ts";
import type { Rival } from "./find_rivals.ts";
import { TARGETS } from "./targets.ts";
import type { Place, Workload } from "./workloads/workload.ts";

/** A program with the command line for one workload in one place. */
export interface Contestant {
  readonly name: string;
  readonly command: Command;
  /** See `Series.comparedWith`. */
  readonly comparedWith: string | null;
}

/** What there is to choose from. */
export interface Field {
  readonly ferry: Ferry;
  readonly rivals: readonly Rival[];
  readonly breadth: Breadth;
}

/** Which of a workload's rivals take part: those that its targets name, its usual ones, or its others as well. */
export type Breadth = "targets" | "usual" | "all";

/** ferry first. */
export function contestants(
  workload: Workload,
  place: Place,
  fileSystem: FileSystem,
  field: Field,
): Contestant[] {
  const chosen: Contestant[] = [ferryWith(FERRY, [], workload, place, field.ferry)];
  const wanted = wantedRivals(workload, field.breadth);
  for (const rival of field.rivals) {
    if (!wanted.includes(rival.name) || (rival.needsReflink && !canClone(workload, fileSystem))) {
      continue;
    }
    const command = rival.command(workload.work, place.source, place.target);
    if (!command) continue;
    const equalName = rival.ferryFlags ? `${FERRY} as ${rival.name}` : FERRY;
    if (rival.ferryFlags) {
      chosen.push(ferryWith(equalName, rival.ferryFlags, workload, place, field.ferry));
    }
    chosen.push({ name: rival.name, command, comparedWith: equalName });
  }
  return chosen;
}

function wantedRivals(
  { name, rivals, others = [] }: Workload,
  breadth: Breadth,
): readonly string[] {
  switch (breadth) {
    case "targets":
      return TARGETS.flatMap((one) => one.workload === name && "rival" in one ? [one.rival] : []);
    case "usual":
      return rivals;
    case "all":
      return [...rivals, ...others];
  }
}

function canClone(workload: Workload, fileSystem: FileSystem): boolean {
  return fileSystem.hasReflink && !workload.crossesFileSystems;
}

function ferryWith(
  name: string,
  flags: readonly string[],
  { work, ferryFlags }: Workload,
  { source, target }: Place,
  ferry: Ferry,
): Contestant {
  // -T: an existing target must not receive a copy one level down.
  const verb = work === "mirror" || work === "verify" ? [work] : ["copy", "-T"];
  return {
    name,
    command: [...ferry.command, ...verb, ...ferryFlags, ...flags, source, target],
    comparedWith: null,
  };
}
