// The packages of a lock file, with the licences that they name themselves.

import { join } from "@std/path";
import { BuildFailure } from "./build_failure.ts";

export interface Dependency {
  readonly registry: "npm" | "jsr";
  readonly name: string;
  readonly version: string;
  /** As SPDX names it. */
  readonly license: string;
  /** As the lock file has it: `sha512-` and base64 for npm, SHA-256 in hexadecimal digits for JSR. */
  readonly integrity: string;
}

interface Lock {
  readonly npm?: Readonly<Record<string, { readonly integrity: string }>>;
  readonly jsr?: Readonly<Record<string, { readonly integrity: string }>>;
}

/** What deno info tells. */
export interface Info {
  readonly modules: readonly { readonly specifier: string; readonly npmPackage?: string }[];
  readonly npmPackages: Readonly<Record<string, { readonly localPath: string }>>;
}

/** Packages on JSR do not say their licence where it could be read: here it is by scope. */
const JSR_LICENSES: Readonly<Record<string, string>> = { "@std": "MIT" };

/**
 * @param lockFile path of a lock file
 * @param module one of the modules that it is for
 */
export function dependenciesOf(lockFile: string, module: string): Dependency[] {
  const lock: Lock = JSON.parse(Deno.readTextFileSync(lockFile));
  const folders = infoOf(module, lockFile).npmPackages;
  const fromNpm = Object.entries(lock.npm ?? {}).map(([key, { integrity }]): Dependency => ({
    ...splitKey(key),
    registry: "npm",
    license: npmLicense(key, folders[key]?.localPath),
    integrity,
  }));
  const fromJsr = Object.entries(lock.jsr ?? {}).map(([key, { integrity }]): Dependency => ({
    ...splitKey(key),
    registry: "jsr",
    license: jsrLicense(key),
    integrity,
  }));
  return [...fromJsr, ...fromNpm];
}

/** All modules below one, and all packages of its lock file. */
export function infoOf(module: string, lockFile: string): Info {
  const { code, stdout, stderr } = new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", `--lock=${lockFile}`, module],
    stdout: "piped",
    stderr: "piped",
  }).outputSync();
  const text = new TextDecoder();
  if (code !== 0) throw new BuildFailure(`deno info ${module} failed:\n${text.decode(stderr)}`);
  return JSON.parse(text.decode(stdout));
}

/** `name@version`, which npm may follow by the versions of others: `_ajv@8.20.0`. */
function splitKey(key: string): { name: string; version: string } {
  const at = key.indexOf("@", 1);
  return { name: key.slice(0, at), version: key.slice(at + 1).replace(/_.*/, "") };
}

function npmLicense(key: string, folder: string | undefined): string {
  if (folder !== undefined) {
    const { license } = JSON.parse(Deno.readTextFileSync(join(folder, "package.json")));
    if (typeof license === "string") return license;
  }
  throw new BuildFailure(`${key} names no licence`);
}

function jsrLicense(key: string): string {
  const license = JSR_LICENSES[key.slice(0, key.indexOf("/"))];
  if (license === undefined) throw new BuildFailure(`the licence of ${key} is not known here`);
  return license;
}
