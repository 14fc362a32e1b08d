// What the tests on Windows share: an open folder of their own, the calls under test, and whether the
// Windows they run on is Wine, of which it is known what it lacks.

import { cString, FileStat, type NativeFileSystem, openNative } from "../../ffi/mod.ts";

/** Wine's major version, or null on Windows: Wine's ntdll has a function that Windows' has not. */
const WINE_VERSION = wineVersion();

/** Why a test that Wine cannot pass is left out there, in all versions or from one on; null elsewhere. */
export function notInWine(reason: string, { from = 0 } = {}): string | null {
  if (WINE_VERSION === null || WINE_VERSION < from) return null;
  return `Wine ${WINE_VERSION} ${reason}`;
}

export const fs: NativeFileSystem = await openNative();

/** Wine 8 leaves attributes as they are when a request says 0 for them, as Windows does; Wine 10 takes them away. */
export const CLEARS_ATTRIBUTES = notInWine("clears attributes when times are set", { from: 9 });

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

function wineVersion(): number | null {
  try {
    const symbols = { wine_get_version: { parameters: [], result: "pointer" } } as const;
    const ntdll = Deno.dlopen("ntdll.dll", symbols);
    const text = Deno.UnsafePointerView.getCString(ntdll.symbols.wine_get_version()!);
    ntdll.close();
    return parseInt(text);
  } catch {
    return null;
  }
}
