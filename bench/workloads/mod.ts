// All workloads in the order of the table. The quick run takes a few that take no long time, the gate those that
// have a target and what they are compared with, on the file systems that the targets are for.

import type { BenchOptions, Scale } from "../options.ts";
import { TARGETS } from "../report/targets.ts";
import { cold } from "./cold.ts";
import { crossing, memory, oneFolder, tiny } from "./copies.ts";
import { deletion } from "./deletion.ts";
import { hardLinks } from "./hard_links.ts";
import { incremental, incrementalLarger } from "./incremental.ts";
import { large, largeSizes } from "./large.ts";
import { mixed } from "./mixed.ts";
import { noOp, noOpBare, noOpLarger } from "./no_op.ts";
import { scaling } from "./scaling.ts";
import { shards } from "./shards.ts";
import { slow } from "./slow.ts";
import { small, smallInPlace, smallLarger, smallSizes } from "./small.ts";
import { sourceTree } from "./source_tree.ts";
import { sparse } from "./sparse.ts";
import { verification } from "./verify.ts";
import type { Workload } from "./workload.ts";
import { xattrs } from "./xattrs.ts";

/** Chooses workloads by the command line; `only` also finds those that the quick run leaves out. */
export function chooseWorkloads(
  { scale, only, isScaling, isGate }: Pick<
    BenchOptions,
    "scale" | "only" | "isScaling" | "isGate"
  >,
): Workload[] {
  const all = isScaling ? scaling(scale) : [...quick(scale), ...further(scale)];
  if (isGate && !isScaling && !scale.isQuick) all.push(...scaling(scale));
  const unknown = only.filter((name) => !all.some((workload) => workload.name === name));
  if (unknown.length > 0) {
    const known = all.map(({ name }) => name).join(", ");
    throw new Error(`no workload ${unknown.join(", ")}; there are ${known}`);
  }
  if (only.length > 0) return all.filter(({ name }) => only.includes(name));
  if (scale.isQuick && !isScaling) return quick(scale);
  return isGate ? all.flatMap(asTargetsNeed) : all;
}

/** The workload, on the file systems that targets need it on; empty if none does. */
function asTargetsNeed(workload: Workload): Workload[] {
  const own = TARGETS.filter((target) =>
    target.workload === workload.name || "from" in target && target.from === workload.name
  );
  if (own.length === 0) return [];
  const fileSystems = own.map(({ fileSystems }) => fileSystems);
  if (fileSystems.some((names) => names === undefined)) return [workload];
  return [{ ...workload, fileSystems: fileSystems.flatMap((names) => names ?? []) }];
}

function quick(scale: Scale): Workload[] {
  return [
    small(scale),
    noOp(scale),
    noOpBare(scale),
    incremental(scale),
    large(scale),
    mixed(scale),
    ...tiny(scale),
    ...memory(scale),
  ];
}

function further(scale: Scale): Workload[] {
  return [
    smallLarger(scale),
    ...noOpLarger(scale),
    incrementalLarger(scale),
    smallInPlace(scale),
    ...smallSizes(scale),
    ...largeSizes(scale),
    sourceTree(scale),
    oneFolder(scale),
    sparse(scale),
    hardLinks(scale),
    xattrs(scale),
    deletion(scale),
    crossing(scale),
    ...verification(scale),
    shards(scale),
    ...cold(scale),
    ...slow(scale),
  ];
}
