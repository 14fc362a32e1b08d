// The presets: names for sets of flags. Each flag of a preset can be overridden by typing another.

/** A name and the flags that it stands for. */
export interface Preset {
  readonly name: string;
  /** What it is for, in one line. */
  readonly summary: string;
  /** As they would be typed; `=` before a value. */
  readonly options: readonly string[];
}

/** Every preset, in the order of the help. */
export const PRESETS: readonly Preset[] = [
  {
    name: "fast",
    summary: "as fast as it goes, whatever the settings file asks for",
    options: [
      "--no-fsync",
      "--no-verify",
      "--no-low-priority",
      "--no-drop-cache",
      "--bwlimit=0",
    ],
  },
  {
    name: "safe",
    summary: "each copy on disk, read back and compared before it counts",
    options: ["--fsync", "--verify", "--no-inplace", "--retries=3"],
  },
  {
    name: "network",
    summary: "shares of other machines: more at a time, and patience",
    options: ["--jobs=16", "--retries=5", "--retry-wait=2", "--resume"],
  },
  {
    name: "background",
    summary: "out of the way of all else on this machine",
    options: ["--low-priority", "--drop-cache", "--jobs=1"],
  },
];

/** Means no preset: takes back what the environment or the file names. */
export const NO_PRESET = "none";

/** What `--preset` takes. */
export function presetNames(): string[] {
  return [...PRESETS.map(({ name }) => name), NO_PRESET];
}

/** What each of them is for, in one line. */
export function presetHelp(): ReadonlyMap<string, string> {
  const own = PRESETS.map(({ name, summary }) => [name, summary] as const);
  return new Map([...own, [NO_PRESET, "no preset, whatever the environment or the file names"]]);
}
