// The systems that ferry is released for, as Deno names them.

/** In the order in which a release makes and lists them. */
export const TARGETS = [
  "x86_64-unknown-linux-gnu",
  "aarch64-unknown-linux-gnu",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
  "x86_64-pc-windows-msvc",
] as const;

export type Target = typeof TARGETS[number];

export function isTarget(name: string): name is Target {
  return (TARGETS as readonly string[]).includes(name);
}

/** `.exe` where a program's name ends so. */
export function suffixOf(target: Target): string {
  return target.includes("windows") ? ".exe" : "";
}

/** What a release calls the executable. */
export function releaseName(version: string, target: Target): string {
  return `ferry-${version}-${target}${suffixOf(target)}`;
}

/** The variable that names a target's runtime: upper case, dashes are underscores. */
export function runtimeVariable(target: Target): string {
  return `DENORT_BIN_${target.toUpperCase().replaceAll("-", "_")}`;
}
