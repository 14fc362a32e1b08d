// Faults whose causes are no system's own, on the stand-in for both machines.

import { type FolderPair, runOn, testOnBoth } from "../support/on_stand_in.ts";
import { COMMON_FAULTS, type System } from "../support/common_faults.ts";

const EIO = 5; // sys/errno.h

/** Runs on a place's stand-in, by reading and writing. */
function systemOf(place: FolderPair): System {
  const { standIn } = place;
  async function failing<T>(calls: readonly string[], error: number, act: () => Promise<T>) {
    for (const call of calls) standIn.fail(call, error);
    try {
      return await act();
    } finally {
      standIn.reset();
    }
  }
  return {
    hasSymlinks: true,
    mirror: async (source, target, options) =>
      (await runOn(place, "mirror", source, target, { zeroCopy: "never", ...options })).summary,
    withoutReading: (act) => failing(["pread", "read"], EIO, act),
    withoutTimes: (act) => failing(["fsetattrlist", "setattrlistat"], EIO, act),
    async whileVanishing(path, act) {
      standIn.vanish(path.slice(path.lastIndexOf("/") + 1));
      try {
        return await act();
      } finally {
        standIn.reset();
      }
    },
  };
}

for (const { name, test } of COMMON_FAULTS) {
  testOnBoth(name, async (place) => {
    const [source, target] = [`${place.path}/source`, `${place.path}/target`];
    for (const side of [source, target]) Deno.mkdirSync(side);
    await test(systemOf(place), source, target);
  });
}
