// Joins argv with what surrounds it: flags, environment, presets and settings file, the stronger over the weaker, in
// one draft. Where nothing but flags was given, the draft that argv made is the result.

import { usageError } from "../errors.ts";
import { findLong, type FoundFlag } from "../flags.ts";
import { type Draft, newDraft } from "../draft.ts";
import type { TransferCommand } from "../settings.ts";
import {
  type Assignment,
  isStronger,
  type Layers,
  NO_LAYERS,
  type Source,
  SOURCES,
} from "./assignment.ts";
import { readEnvironment } from "./environment.ts";
import { NO_PRESET, PRESETS } from "../presets.ts";
import { type FileSettings, readSettings } from "./settings_file.ts";
import type { Surroundings } from "./surroundings.ts";

/** What argv came to. */
export interface Typed {
  /** Null for what is the same for all commands. */
  readonly command: TransferCommand | null;
  readonly draft: Draft;
  readonly assigned: readonly Assignment[];
}

/** All sources together. */
export interface Combined {
  readonly layers: Layers;
  readonly notices: readonly string[];
  /** The settings file that was looked for; null where none was. */
  readonly file: {
    readonly path: string;
    readonly settings: FileSettings | null;
    /** Whether every user may write it. */
    readonly isOpenToAll: boolean;
  } | null;
}

/**
 * Collects what each source says.
 *
 * @throws {FerryError} `usage` if anything in a source is wrong
 */
export function collect({ command, draft, assigned }: Typed, around: Surroundings): Combined {
  const isWanted = ({ flag }: FoundFlag) => command === null || flag.commands.includes(command);
  const { assignments, notices } = readEnvironment(around.environment, isWanted);
  const beside = { ...NO_LAYERS, "environment": assignments, "flag": assigned };
  const { config } = assignments.length === 0 ? draft : build(beside);
  const file = readFile(config, command, around, isWanted);
  const layers = ofStrongest({ ...beside, "file": file?.settings?.assignments ?? [] });
  return { layers: withPresets(layers, isWanted), notices: [...notices, ...noticesOf(file)], file };
}

/** Without the lists that a stronger source has, too, but for those that add up. */
function ofStrongest(layers: Layers): Layers {
  const left = SOURCES.map((source) => {
    const isStrongest = ({ flag }: Assignment) =>
      !flag.isFromOneSource ||
      !SOURCES.some((other) =>
        isStronger(other, source) && layers[other].some((assignment) => assignment.flag === flag)
      );
    return [source, layers[source].filter(isStrongest)] as const;
  });
  return Object.fromEntries(left) as unknown as Layers;
}

function noticesOf(file: Combined["file"]): readonly string[] {
  return file?.isOpenToAll
    ? [`anybody can change the settings file '${file.path}': chmod o-w takes that right away`]
    : [];
}

/** Applies all layers to a new draft. */
export function build(layers: Layers): Draft {
  const draft = newDraft();
  for (const source of SOURCES) {
    // Of the rules the first that matches decides: those of a stronger source go before.
    const weaker = draft.filters.splice(0);
    for (const { flag, value, typed } of layers[source]) {
      if (value !== null && !isTakenBack(flag.name, source, layers)) {
        flag.apply(draft, value, typed);
      }
    }
    if (weaker.length === 0) continue;
    if (draft.filters.length > 0) draft.filters.push({ kind: "end of source" });
    draft.filters.push(...weaker);
  }
  return draft;
}

/** Whether a stronger source switches off the `--no-` form of a flag. */
function isTakenBack(name: string, from: Source, layers: Layers): boolean {
  return SOURCES.some((source) =>
    isStronger(source, from) &&
    layers[source].some(({ flag, value }) => flag.name === name && value === null)
  );
}

function readFile(
  config: string | false | null,
  command: TransferCommand | null,
  around: Surroundings,
  isWanted: (found: FoundFlag) => boolean,
): Combined["file"] {
  const path = config ?? around.settingsPath;
  if (path === false || path === null) return null;
  const file = around.readSettings(path);
  if (file === null && config !== null) {
    throw usageError("BAD_SETTINGS", `there is no settings file '${path}' that can be read`);
  }
  const settings = file === null ? null : readSettings(file, command, isWanted);
  return { path, settings, isOpenToAll: file?.isOpenToAll === true };
}

/** Adds what the presets say that the strongest source names. */
function withPresets(layers: Layers, isWanted: (found: FoundFlag) => boolean): Layers {
  const source = SOURCES.findLast((source) =>
    layers[source].some(({ flag }) => flag.name === "preset")
  );
  if (source === undefined) return layers;
  const names = build({ ...NO_LAYERS, [source]: layers[source] }).presets;
  const assignments = names.filter((name) => name !== NO_PRESET).flatMap((name) =>
    assignmentsOf(name, source).filter(({ flag, value }) =>
      isWanted({ flag, negated: value === "no" })
    )
  );
  const layer: Source = source === "file" ? "preset of the file" : "preset";
  return { ...layers, [layer]: assignments };
}

function assignmentsOf(name: string, source: Source): Assignment[] {
  return PRESETS.find((preset) => preset.name === name)!.options.map((option) => {
    const [long, value] = option.slice(2).split("=", 2);
    const { flag, negated } = findLong(long)!;
    return {
      flag,
      value: value ?? (negated ? "no" : "yes"),
      source: source === "file" ? "preset of the file" : "preset",
      where: name,
      typed: `--preset=${name} (--${long})`,
    };
  });
}
