// Chooses where a run of the benchmark makes its trees, on new file systems on RAM or in a folder of the
// machine's own storage, and what can be measured there.

import { FILE_SYSTEMS, type FileSystem, privateFolder } from "./file_systems.ts";
import type { BenchOptions } from "./options.ts";
import { describeStorage, forOwnStorage, ownStorage, privateFolderIn } from "./own_storage.ts";
import { chooseWorkloads } from "./workloads/mod.ts";
import type { Workload } from "./workloads/workload.ts";

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
    const { chosen, leftOut } = chooseFileSystems(options);
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

function chooseFileSystems(options: BenchOptions): { chosen: FileSystem[]; leftOut: string[] } {
  const known = FILE_SYSTEMS.map(({ name }) => name);
  const unknown = options.fileSystems.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`no file system ${unknown}; there are ${known}`);
  const byScale = options.scale.isQuick ? QUICK_FILE_SYSTEMS : known;
  const names = options.fileSystems.length > 0 ? options.fileSystems : byScale;
  const wanted = FILE_SYSTEMS.filter(({ name }) => names.includes(name));
  const chosen = wanted.filter((fileSystem) => fileSystem.whyUnavailable() === null);
  return {
    chosen,
    leftOut: wanted.map((one) => one.whyUnavailable()).filter((reason) => reason !== null),
  };
}
