// The shells for which `ferry completions` prints a script.

/** Their names, as `ferry completions` takes them. */
export const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;

/** One of them. */
export type Shell = typeof SHELLS[number];
