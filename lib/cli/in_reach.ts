// Whether this user may look at a place: HOME is another's where a program runs as somebody else (sudo, containers).

/** False for what is not there, or lies below a folder that this user may not enter. */
export function isInReach(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
