// File systems on which each call waits, as on a NAS: slow_fs.c shows a folder on RAM, and is mounted anew before
// each run, so that nothing of it is known yet.

import { onCleanUp } from "../cleanup.ts";
import { isFile } from "../clone.ts";
import { run, runUninterrupted } from "../command.ts";
import { type FileSystem, mountsBelow, unmount } from "./file_systems.ts";
import { compile, findCompiler } from "../native/native.ts";

const US_PER_MS = 1000;
/** Where every distribution has the headers of libfuse 3, and what a program needs to use them. */
const HEADERS = "/usr/include/fuse3";
const OPTIONS = ["-I", HEADERS, "-lfuse3"];

/** By name; the slower one first. */
export const SLOW: readonly FileSystem[] = [1, 0.1].map((ms) => slowFileSystem(ms));

function slowFileSystem(ms: number): FileSystem {
  const name = `slow-${ms}ms`;
  return {
    name,
    hasReflink: false,
    isForNamedAlone: true,
    whyUnavailable() {
      if (Deno.build.os !== "linux") return `${name} needs Linux`;
      if (Deno.uid() !== 0) return `${name} needs root to mount`;
      if (!findCompiler()) return `${name} needs a C compiler`;
      if (!isFile(`${HEADERS}/fuse.h`)) return `${name} needs libfuse 3 and its headers`;
      return null;
    },
    async make(folder, label) {
      const program = await compiled(folder);
      const [path, own] = [`${folder}/${label}`, `${folder}/${label}-own`];
      for (const one of [path, own]) Deno.mkdirSync(one);
      const letGo = async () => {
        if (mountsBelow(path).length > 0) await unmount(path);
      };
      const forget = async () => {
        await letGo();
        await run(program, own, path, String(ms * US_PER_MS));
      };
      const remove = onCleanUp(async () => {
        await letGo();
        await runUninterrupted("rm", "-rf", "--one-file-system", path, own);
      });
      await forget();
      return { path, own, forget, remove };
    },
  };
}

/** Compiles it once a run. */
async function compiled(folder: string): Promise<string> {
  const path = `${folder}/slow_fs`;
  if (isFile(path)) return path;
  const made = await compile(findCompiler()!, "slow_fs", folder, ...OPTIONS);
  if (made === null) throw new Error("slow_fs.c could not be compiled");
  return made;
}
