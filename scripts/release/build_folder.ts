// The folder for temporary files of a build, and what becomes of a build that fails.

import { BuildFailure } from "./build_failure.ts";

/**
 * Has something built in a folder that goes afterwards. A failure that tells itself whole is printed, and the exit code
 * is then 1.
 *
 * @param name in the folder's, for whoever finds one that a killed build has left
 */
export async function inBuildFolder(
  name: string,
  make: (folder: string) => void | Promise<void>,
): Promise<void> {
  const folder = Deno.makeTempDirSync({ prefix: `ferry-${name}-` });
  try {
    await make(folder);
  } catch (error) {
    if (!(error instanceof BuildFailure)) throw error;
    console.error(error.message);
    Deno.exitCode = 1;
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}
