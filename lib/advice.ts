// What helps against errors of certain codes, wherever they come from, in a line.

const ADVICE: Readonly<Record<string, string>> = {
  EMFILE: "this process may open no more files; `ulimit -n` shows its limit, -j 1 needs fewest",
  ENFILE: "the system has too many open files; `sysctl fs.file-max` shows its limit",
  EFBIG: "the file system holds no larger files, or `ulimit -f` forbids them",
};

/** Null where nothing helps that is always the same. */
export function adviceOn(code: string): string | null {
  return ADVICE[code] ?? null;
}
