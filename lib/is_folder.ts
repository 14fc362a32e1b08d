// What Deno's own calls tell of a path, for those that need no handle.

/** Whether a path leads to a folder, through links too; false where that cannot be known. */
export function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
