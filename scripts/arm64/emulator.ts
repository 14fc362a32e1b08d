// Programs for Linux on arm64 on a machine that is none: by qemu-user and Debian's libraries for cross compilers.

/** Debian's package qemu-user has it. */
export const EMULATOR = "qemu-aarch64";
/** Where libc6-arm64-cross and libgcc-s1-arm64-cross put the libraries. */
export const LIBRARIES = "/usr/aarch64-linux-gnu";

/** The beginning of a command; a program for arm64 and its arguments follow. */
export function emulated(...options: string[]): string[] {
  return [EMULATOR, "-L", LIBRARIES, ...options];
}
