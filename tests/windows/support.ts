// What the tests on Windows share: an open folder of their own, the calls under test, and whether the
// Windows they run on is Wine, of which it is known what it lacks.

import { cString, FileStat, type NativeFileSystem, openNative } from "../../ffi/mod.ts";

/** Whether this is Wine: its ntdll has a function that Windows has not. */
export const IS_WINE = hasWineVersion();

export const fs: NativeFileSystem = await openNative();

/** Runs a test in a folder of its own, given its path and an open handle of it. */
export function inFolder(
  test: (path: string, folder: number) => void | Promise<void>,
): () => Promise<void> {
  return async () => {
    const path = makeFolder();
    const folder = fs.openFolder(cString(path));
    try {
      await test(path, folder);
    } finally {
      fs.close(folder);
      Deno.removeSync(path, { recursive: true });
    }
  };
}

/** A new folder: in memory where the one who started the tests knows a place. */
export function makeFolder(): string {
  return Deno.makeTempDirSync({ dir: Deno.env.get("FERRY_TEST_FOLDER"), prefix: "ferry-windows-" });
}

/** Metadata of an entry by name, or the negated error number. */
export function statOf(folder: number, name: string): FileStat | number {
  const stat = new FileStat();
  const error = fs.stat(folder, cString(name), stat);
  return error < 0 ? error : stat;
}

/** Gives a new file some text. */
export function writeFile(path: string, name: string, text = name): void {
  Deno.writeTextFileSync(`${path}\\${name}`, text);
}

function hasWineVersion(): boolean {
  try {
    const symbols = { wine_get_version: { parameters: [], result: "pointer" } } as const;
    Deno.dlopen("ntdll.dll", symbols).close();
    return true;
  } catch {
    return false;
  }
}
