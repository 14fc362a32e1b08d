// The systems that npm installs an executable for, in npm's words.

import type { Target } from "../release/targets.ts";

/** A system, as a package says that it is for it. */
export interface Platform {
  readonly os: "linux" | "darwin" | "win32";
  readonly cpu: "x64" | "arm64";
  /** On Linux: the C library. */
  readonly libc?: "glibc";
}

export const PLATFORMS: Readonly<Record<Target, Platform>> = {
  "x86_64-unknown-linux-gnu": { os: "linux", cpu: "x64", libc: "glibc" },
  "aarch64-unknown-linux-gnu": { os: "linux", cpu: "arm64", libc: "glibc" },
  "x86_64-apple-darwin": { os: "darwin", cpu: "x64" },
  "aarch64-apple-darwin": { os: "darwin", cpu: "arm64" },
  "x86_64-pc-windows-msvc": { os: "win32", cpu: "x64" },
};

/** The package of a system's executable, as launcher.cjs calls it from what Node says of its own system. */
export function packageFor(main: string, { os, cpu }: Platform): string {
  return `${main}-${os}-${cpu}`;
}
