// What `ferry capabilities` calls features, steps of times and codes.

import type { FeatureName } from "../../mod.ts";

/** What each feature is called; those of one group stand in one line. */
export const KEPT: Readonly<Partial<Record<FeatureName, string>>> = {
  owners: "owners",
  modes: "modes",
  times: "times",
  user_xattrs: "user. attributes",
  trusted_xattrs: "trusted. attributes",
  security_xattrs: "security. attributes",
  acls: "ACLs",
  holes: "holes",
  hard_links: "hard links",
  symlinks: "symlinks",
  fifos: "FIFOs",
};
/** The calls that not every file system has. */
export const CALLS: Readonly<Partial<Record<FeatureName, string>>> = {
  o_tmpfile: "O_TMPFILE",
  rename_noreplace: "RENAME_NOREPLACE",
  rename_exchange: "RENAME_EXCHANGE",
};

/** Steps of times, by their nanoseconds. */
export const STEPS: Readonly<Record<number, string>> = {
  1: "nanoseconds",
  100: "steps of 100 ns",
  1000: "microseconds",
  1_000_000: "milliseconds",
  10_000_000: "hundredths of seconds",
  1_000_000_000: "seconds",
  2_000_000_000: "steps of 2 seconds",
};

/** What codes of trials stand for. */
export const CODES: Readonly<Record<string, string>> = {
  EOPNOTSUPP: "the file system, or without FFI Deno's API, cannot",
  ENOTTY: "the file system has no such call",
  EINVAL: "the file system does not take it",
  EXDEV: "these are two file systems, or two mounts, to the system",
  ENOSYS: "the kernel is too old for the call, a filter hides it, or FUSE lacks it",
  EPERM: "the file system, a filter of calls or a lacking privilege forbids it",
  EACCES: "this user may not, or Deno was not given the permission",
  EROFS: "it is mounted read-only",
  ENOSPC: "it is full",
  ENOENT: "the system makes no entries there",
  EFBIG: "this process may write no larger file (ulimit -f)",
};
