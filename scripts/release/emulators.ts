// What runs programs for other systems here: qemu those for Linux on arm64, Wine those for Windows. Both are used
// where they are set up.

import { join } from "@std/path";
import { emulated, EMULATOR, LIBRARIES } from "../arm64/emulator.ts";
import { commandWorks } from "../support/command.ts";
import { exists } from "../support/exists.ts";
import { renameVirtualAlloc2 } from "../windows/placeholder.ts";
import { existingWine, windowsPath } from "../windows/wine.ts";
import type { Target } from "./targets.ts";

/** How a program is run here. */
export interface Emulator {
  /** What is written before the program. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** A path of this machine as the program sees it. */
  pathFor(path: string): string;
  /** Makes a program run here that would not. */
  adapt(program: string): void;
}

/** Null where a target's programs do not run here. */
export function emulatorFor(target: Target): Emulator | null {
  if (target === Deno.build.target) return HERE;
  if (Deno.build.os !== "linux") return null;
  if (target === "aarch64-unknown-linux-gnu") return qemu();
  return target === "x86_64-pc-windows-msvc" ? wine() : null;
}

/** This machine, which needs none. */
export const HERE: Emulator = { command: [], env: {}, pathFor: (path) => path, adapt() {} };

function qemu(): Emulator | null {
  const isThere = commandWorks(EMULATOR) && exists(LIBRARIES);
  return isThere ? { ...HERE, command: emulated() } : null;
}

/** As `deno task test:windows` sets it up. */
function wine(): Emulator | null {
  const found = existingWine();
  if (found === null) return null;
  return { command: ["wine"], env: found.env, pathFor: windowsPath, adapt };

  function adapt(program: string): void {
    const bytes = Deno.readFileSync(program);
    renameVirtualAlloc2(bytes);
    Deno.writeFileSync(program, bytes);
    const library = "bcryptprimitives.dll";
    Deno.copyFileSync(join(found!.folder, library), join(program, "..", library));
  }
}
