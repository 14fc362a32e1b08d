// Sets up the Windows build of Deno under Wine, on Debian: what `deno task test:windows` runs in. Wine
// has a kernel32 and an ntdll of its own, so that ffi/windows meets a real implementation. Everything
// lands in one cached folder; a second call finds it and does nothing. Each part gets its name there
// when it is whole, so that a set-up that was stopped goes on at the next call.

import { join } from "@std/path";
import { cacheFolder } from "../support/cache_folder.ts";
import { commandWorks, run } from "../support/command.ts";
import { exists } from "../support/exists.ts";
import { fileOfPackage, writeWhole } from "../support/npm_file.ts";
import { renameVirtualAlloc2 } from "./placeholder.ts";

/** What apt-get installs: Wine, and a C compiler for Windows. */
const PACKAGES = ["wine", "wine64", "gcc-mingw-w64-x86-64-posix"];
const MINGW = "x86_64-w64-mingw32-gcc";
/** Deno's version for Windows. */
const DENO_VERSION = "2.9.5";

/** Wine 8 lacks bcryptprimitives.dll: its one needed export, on top of the older source of random bytes. */
const PRNG_SOURCE = `#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count) {
  return SystemFunction036(bytes, (ULONG)count);
}
`;

/** A set-up Wine. */
export interface Wine {
  /** Where it all is; what lies here finds the libraries that Wine lacks. */
  readonly folder: string;
  /** Deno for Windows; a path of this machine. */
  readonly deno: string;
  /** Deno's cache for it; the same, but a path of this machine. */
  readonly denoDir: string;
  /** Environment that programs run in. */
  readonly env: Readonly<Record<string, string>>;
}

/** Installs and makes whatever is still missing; one at a time, for test files do it side by side. */
export async function setUpWine(): Promise<Wine> {
  const wine = wineIn(join(cacheFolder(), `ferry-wine-${DENO_VERSION}`));
  const { folder, deno, env } = wine;
  await Deno.mkdir(folder, { recursive: true });
  using lock = await Deno.open(join(folder, "lock"), { create: true, write: true });
  await lock.lock(true);
  await installPackages();
  if (!exists(join(folder, "bcryptprimitives.dll"))) await makePrng(folder);
  if (!exists(deno)) await fetchDeno(deno);
  if (!exists(env.WINEPREFIX)) await makePrefix(env);
  return wine;
}

/** What an earlier call has set up; null where there was none. */
export function existingWine(): Wine | null {
  const wine = wineIn(join(cacheFolder(), `ferry-wine-${DENO_VERSION}`));
  return exists(wine.env.WINEPREFIX) && commandWorks("wine") ? wine : null;
}

function wineIn(folder: string): Wine {
  const deno = join(folder, "deno.exe");
  const denoDir = join(folder, "deno-dir");
  const env = {
    WINEPREFIX: join(folder, "prefix"),
    WINEARCH: "win64",
    WINEDEBUG: "-all",
    // Neither Mono nor Gecko: nothing here needs them, and both would be downloaded.
    WINEDLLOVERRIDES: "mscoree,mshtml=",
    // Wine writes file names in the locale's characters, and those that it lacks not at all.
    LC_ALL: "C.UTF-8",
    DENO_DIR: windowsPath(denoDir),
    NO_COLOR: "1",
  };
  return { folder, deno, denoDir, env };
}

/** Ends what an earlier run left running there: a start of Wine that was killed can make all later ones wait. */
export async function endLeftovers({ env }: Wine): Promise<void> {
  // It fails where nothing runs.
  await run("wineserver", ["--kill"], { env }).catch(() => {});
}

/** A path of this machine as programs in Wine see it: drive Z: is the root folder. */
export function windowsPath(path: string): string {
  return `Z:${path.replaceAll("/", "\\")}`;
}

/** The major version of the installed Wine. */
export function wineVersion(): number {
  const { stdout } = new Deno.Command("wine", { args: ["--version"] }).outputSync();
  return parseInt(new TextDecoder().decode(stdout).replace(/^wine-/, ""));
}

async function installPackages(): Promise<void> {
  if (commandWorks("wine") && commandWorks(MINGW)) return;
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  // Another apt-get, such as a machine's own updates, is waited for.
  const quietly = ["-qq", "-o", "DPkg::Lock::Timeout=600"];
  await run("apt-get", ["update", ...quietly], { env });
  await run("apt-get", ["install", "-y", ...quietly, "--no-install-recommends", ...PACKAGES], {
    env,
  });
}

async function makePrng(folder: string): Promise<void> {
  const source = await Deno.makeTempFile({ suffix: ".c" });
  await Deno.writeTextFile(source, PRNG_SOURCE);
  await makeLibrary(source, join(folder, "bcryptprimitives.dll"), "-ladvapi32");
  await Deno.remove(source);
}

/** Compiles a library for Windows. */
export async function makeLibrary(
  source: string,
  dll: string,
  ...options: string[]
): Promise<void> {
  await run(MINGW, ["-shared", "-O1", "-Wall", "-Werror", "-o", `${dll}.part`, source, ...options]);
  await Deno.rename(`${dll}.part`, dll);
}

/** What Wine takes for a computer: drives and registry. */
async function makePrefix(env: Readonly<Record<string, string>>): Promise<void> {
  const part = `${env.WINEPREFIX}.part`;
  if (exists(part)) await Deno.remove(part, { recursive: true });
  const partEnv = { ...env, WINEPREFIX: part };
  await run("wineboot", ["--init"], { env: partEnv });
  // The registry is written when Wine's server ends.
  await run("wineserver", ["--wait"], { env: partEnv });
  await Deno.rename(part, env.WINEPREFIX);
}

/** From npm. */
async function fetchDeno(to: string): Promise<void> {
  const program = await fileOfPackage(`@deno/win32-x64@${DENO_VERSION}`, "deno.exe");
  renameVirtualAlloc2(program);
  await writeWhole(to, program);
}
