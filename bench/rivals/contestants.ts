// Who takes part in a workload: ferry, the rivals that this machine has, and for a rival that keeps
// less than ferry a second ferry that keeps as little.

import { basename } from "@std/path";
import { type Command, findProgram } from "../command.ts";
import type { Ferry } from "./ferry.ts";
import type { FileSystem } from "../storage/file_systems.ts";
import { EMPTY_PROGRAM, FERRY, LEAST_JAVASCRIPT, ownName, shardsName } from "../measure/outcome.ts";
import type { Rival } from "./find_rivals.ts";
import { rivalsOf, type Target, TARGETS } from "../report/targets.ts";
import type { Paths, Workload } from "../workloads/workload.ts";

/** A program with its command line for one workload. */
export interface Contestant {
  readonly name: string;
  readonly command: Command;
  /** The first exit code that means failure; left out: 1. */
  readonly failsFrom?: number;
  /** See `Series.comparedWith`. */
  readonly comparedWith: string | null;
  /**
   * What its target is to be after a run: equal to the source, where all is kept, or with differences that the table
   * counts; or it has none.
   */
  readonly check: "equal" | "count" | "nothing";
}

/** ferry, the rivals of this machine, and which of them are wanted. */
export interface Lineup {
  readonly ferry: Ferry;
  readonly rivals: readonly Rival[];
  readonly rivalSet: RivalSet;
  /** An executable that does nothing; null where there is none. */
  readonly emptyProgram: string | null;
}

/** Which rivals of a workload take part: those that its targets name, its usual ones, or its others, too. */
export type RivalSet = "targets" | "usual" | "all";

/** The contestants of a workload, ferry first. */
export function chooseContestants(
  workload: Workload,
  paths: Paths,
  fileSystem: FileSystem,
  { ferry, rivals, rivalSet, emptyProgram }: Lineup,
): Contestant[] {
  const named = wantedRivals(workload, rivalSet);
  const wanted = named.flatMap((name) => [name, LEAST_JAVASCRIPT[name] ?? []].flat());
  const ferryWith = (name: string, flags: readonly string[]) => ({
    name,
    command: [
      ...ferry.command,
      ...verb(workload),
      ...workload.ferryFlags,
      ...flags,
      paths.source,
      paths.target,
    ],
    comparedWith: null,
  });
  const chosen: Contestant[] = [{ ...ferryWith(FERRY, []), check: "equal" }];
  for (const jobs of workload.ownJobs ?? []) {
    const own = ferryWith(ownName(jobs), ["-j", String(jobs)]);
    chosen.push({ ...own, comparedWith: FERRY, check: "equal" });
  }
  const shell = findProgram("bash");
  if (workload.shards !== undefined && shell !== null) {
    const command = allShards(shell, workload.shards, chosen[0].command);
    chosen.push({
      name: shardsName(workload.shards),
      command,
      comparedWith: FERRY,
      check: "equal",
    });
  }
  if (emptyProgram !== null && isComparedWithStart(workload)) {
    const command = [emptyProgram];
    chosen.push({ name: EMPTY_PROGRAM, command, comparedWith: FERRY, check: "nothing" });
  }
  for (const rival of rivals) {
    if (!rival.isOfSystem && !wanted.includes(rival.name)) continue;
    if (rival.needsReflink && !canClone(workload, fileSystem)) continue;
    if (rival.isForLargeFiles && !workload.hasLargeFile) continue;
    const command = rival.command(workload.work, paths.source, paths.target);
    if (!command) continue;
    const equalName = rival.ferryFlags ? `${FERRY} as ${basename(command[0])}` : FERRY;
    if (rival.ferryFlags && !chosen.some(({ name }) => name === equalName)) {
      chosen.push({ ...ferryWith(equalName, rival.ferryFlags), check: "count" });
    }
    const { name, failsFrom, isExact } = rival;
    const check = isExact ? "equal" : "count";
    chosen.push({ name, command, failsFrom, comparedWith: equalName, check });
  }
  return chosen;
}

/** Runs a command once for each shard. */
function allShards(shell: string, shards: number, command: Command): Command {
  const loop = `for ((i = 1; i <= ${shards}; i++)); do "$@" --shard "$i/${shards}" || exit; done`;
  return [shell, "-c", loop, "shards", ...command];
}

function wantedRivals(
  { name, rivals, others = [] }: Workload,
  rivalSet: RivalSet,
): readonly string[] {
  switch (rivalSet) {
    case "targets":
      return TARGETS.filter(({ workload }) => workload === name)
        .flatMap((target) => [...rivalsOf(target), ...leastBeside(target)]);
    case "usual":
      return rivals;
    case "all":
      return [...rivals, ...others];
  }
}

/** Whether any program could reach a target for what is left past a start, only the least ones tell. */
function leastBeside({ kind }: Target): string[] {
  return kind === "past-start" ? ["roofline"] : [];
}

function canClone(workload: Workload, fileSystem: FileSystem): boolean {
  return fileSystem.hasReflink && (workload.sides ?? "both") === "both";
}

function isComparedWithStart({ name }: Workload): boolean {
  return TARGETS.some(({ workload, kind }) => workload === name && kind.endsWith("start"));
}

/** -T: an existing target must not receive a copy one level down. */
function verb({ work }: Workload): readonly string[] {
  if (work === "verify" || work === "mirror") return [work];
  // As its rival does: robocopy /MIR always compares and deletes.
  return Deno.build.os === "windows" ? ["mirror"] : ["copy", "-T"];
}
