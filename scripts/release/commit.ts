// Which commit an executable is made from.

/** At the end of a commit's name where tracked files differ from it. */
export const DIRTY = "-dirty";

export interface Commit {
  /** In full, with `DIRTY` where that is so. */
  readonly name: string;
  /** When it was made, in seconds since 1970; null where it is named by the environment. */
  readonly time: number | null;
}

/**
 * The commit of a folder; null where it is no clone, or git is missing. `FERRY_COMMIT` names it where the source
 * came as an archive.
 */
export function commitOf(
  root: string,
  named: string | null = Deno.env.get("FERRY_COMMIT") ?? null,
): Commit | null {
  if (named) return { name: named, time: null };
  // Not the commit of another repository around an unpacked archive.
  if (git(root, "rev-parse", "--show-prefix") !== "") return null;
  const shown = git(root, "log", "-1", "--format=%H %ct");
  if (shown === null) return null;
  const [hash, time] = shown.split(" ");
  const changes = git(root, "status", "--porcelain", "--untracked-files=no");
  return { name: changes === "" ? hash : hash + DIRTY, time: Number(time) };
}

/** What git prints; null where it fails. Who owns the folder does not matter: nothing in it is run. */
function git(root: string, ...args: string[]): string | null {
  try {
    const { success, stdout } = new Deno.Command("git", {
      args: ["-C", root, "-c", "safe.directory=*", "-c", "core.fsmonitor=false", ...args],
      stdout: "piped",
      stderr: "null",
    }).outputSync();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch {
    return null;
  }
}
