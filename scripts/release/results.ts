// The results of a build get their names when all of them are whole: one that fails or is stopped leaves those of the
// build before.

import { join } from "@std/path";
import { BuildFailure } from "./build_failure.ts";

/**
 * Has results made in a folder beside where they go.
 *
 * @param make makes them in the folder that it is given, and answers with their names; the last of several tells of
 *   the others, so that it goes first and comes last
 * @returns their paths
 * @throws {BuildFailure} where nothing can be made, or a name cannot be given
 */
export async function makeTogether(
  folder: string,
  make: (staging: string) => Promise<readonly string[]>,
): Promise<string[]> {
  const staging = orFailure(() => {
    Deno.mkdirSync(folder, { recursive: true });
    return Deno.makeTempDirSync({ dir: folder, prefix: ".making-" });
  });
  try {
    const names = await make(staging);
    orFailure(() => place(names, staging, folder));
    return names.map((name) => join(folder, name));
  } finally {
    Deno.removeSync(staging, { recursive: true });
  }
}

function place(names: readonly string[], from: string, to: string): void {
  if (names.length > 1) removeIfThere(join(to, names.at(-1)!));
  for (const name of names) Deno.renameSync(join(from, name), join(to, name));
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** What the system refuses tells itself whole. */
function orFailure<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new BuildFailure((error as Error).message);
  }
}
