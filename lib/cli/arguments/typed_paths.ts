// Paths as they were typed, before anything is opened: their names, and whether there is such an entry.

/** Whether `\` ends a name, and `C:` begins a path. */
export const HAS_DRIVES = Deno.build.os === "windows";

/** The last name in a path; null for `.`, `..` and the root, which have another one. */
export function baseNameOf(path: string): string | null {
  const name = withoutSlashes(path).split(HAS_DRIVES ? /[\\/]/ : "/").at(-1)!;
  return /^(?:\.{0,2}|[a-z]:)$/i.test(name) ? null : name;
}

/** The part of a path before its first slash. */
export function firstName(path: string): string {
  return path.split(HAS_DRIVES ? /[\\/]/ : "/", 1)[0];
}

/** Whether a slash of this system ends a path. */
export function endsInSlash(path: string): boolean {
  return path.endsWith("/") || (HAS_DRIVES && path.endsWith("\\"));
}

/** A path without the slashes at its end; the root keeps one. */
export function withoutSlashes(path: string): string {
  let end = path.length;
  while (end > 1 && endsInSlash(path.slice(0, end))) end--;
  return path.slice(0, end);
}

/** Whether there is an entry; true where that cannot be known. */
export function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    return !(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory);
  }
}
