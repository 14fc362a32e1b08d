// Chooses where a run of the benchmark makes its trees, on new file systems on RAM or in a folder of the
// machine's own storage, and what can be measured there.

import { disk } from "./cold_storage.ts";
import { FILE_SYSTEMS, type FileSystem, privateFolder } from "./file_systems.ts";
import type { BenchOptions } from "../options.ts";
import { describeStorage, forOwnStorage, ownStorage, privateFolderIn } from "./own_storage.ts";
import { SLOW } from "./slow_storage.ts";
import { chooseWorkloads } from "../workloads/mod.ts";
import type { Workload } from "../workloads/workload.ts";

const QUICK_FILE_SYSTEMS: readonly string[] = ["tmpfs", "ext4"];

/** Where the trees are, and what is measured there. */
export interface Storage {
  readonly workloads: readonly Workload[];
  readonly fileSystems: readonly FileSystem[];
  /** Holds everything; removed at the end. */
  readonly folder: string;
  /** See `Result.storage`; null: on RAM. */
  readonly description: string | null;
  /** Workloads and file systems that were asked for and cannot be measured. */
  readonly leftOut: string[];
}

/** Chooses by the command line. */
export async function chooseStorage(options: BenchOptions): Promise<Storage> {
  const workloads = chooseWorkloads(options);
  if (options.folder === null) {
    const { chosen, leftOut } = chooseFileSystems(options, workloads);
    const folder = privateFolder();
    return { workloads, fileSystems: chosen, folder, description: null, leftOut };
  }
  return {
    ...forOwnStorage(workloads, options.only.length > 0 || options.isScaling),
    fileSystems: [await ownStorage(options.folder)],
    folder: privateFolderIn(options.folder),
    description: await describeStorage(),
  };
}

function chooseFileSystems(
  options: BenchOptions,
  workloads: readonly Workload[],
): { chosen: FileSystem[]; leftOut: string[] } {
  const all = [...FILE_SYSTEMS, ...SLOW, disk(options.disk)];
  const known = all.map(({ name }) => name);
  const unknown = options.fileSystems.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`no file system ${unknown}; there are ${known}`);
  const byScale = options.scale.isQuick
    ? [...QUICK_FILE_SYSTEMS, ...all.filter(({ isForNamedAlone }) => isForNamedAlone).map(nameOf)]
    : known;
  const names = options.fileSystems.length > 0 ? options.fileSystems : byScale;
  const wanted = all.filter((one) =>
    names.includes(one.name) && workloads.some((workload) => isMeasuredOn(workload, one))
  );
  const chosen = wanted.filter((fileSystem) => fileSystem.whyUnavailable() === null);
  return {
    chosen,
    leftOut: wanted.map((one) => one.whyUnavailable()).filter((reason) => reason !== null),
  };
}

function nameOf({ name }: FileSystem): string {
  return name;
}

/** Whether a workload is run on a file system. */
export function isMeasuredOn(
  { fileSystems }: Workload,
  { name, isForNamedAlone }: FileSystem,
): boolean {
  return fileSystems?.includes(name) ?? !isForNamedAlone;
}
