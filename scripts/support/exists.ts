// Whether something is there.

/** Whether a path leads to anything. */
export function exists(path: string): boolean {
  return kindOf(path) !== null;
}

/** Whether a path leads to a file. */
export function isFile(path: string): boolean {
  return kindOf(path)?.isFile === true;
}

function kindOf(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch {
    return null;
  }
}
