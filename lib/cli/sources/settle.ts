// Options that cannot be had together and come from different sources: the stronger source wins, as it does over
// another value of the same option. What one source asks for itself is left to the rules that hold for flags.

import { findLong } from "../flags.ts";
import { EXCLUSIVE, type Pair } from "../arguments/rules.ts";
import type { Draft } from "../draft.ts";
import {
  type Assignment,
  decidingAssignment,
  isStronger,
  type Layers,
  SOURCES,
} from "./assignment.ts";
import { build } from "./combine.ts";

interface Weighed extends Pair {
  /** True where the second protects what is in DEST: it is not given up silently, and the engine refuses the two. */
  readonly guards?: boolean;
}

/** Pairs of which the engine lets the first win or takes neither; between sources it is the stronger one that wins. */
const WEIGHED: readonly Weighed[] = [
  {
    names: ["--bwlimit", "--zero-copy"],
    both: ({ options }) => options.bandwidthLimit !== null && options.zeroCopy === "always",
  },
  {
    names: ["--resume", "--zero-copy"],
    both: ({ options }) => options.resume && options.zeroCopy === "always",
  },
  {
    names: ["--sparse", "--zero-copy"],
    both: ({ options }) => options.sparse === "always" && options.zeroCopy === "always",
  },
  {
    names: ["--reflink", "--zero-copy"],
    both: ({ options }) => options.reflink === "always" && options.zeroCopy === "never",
  },
  {
    names: ["--reflink", "--sparse"],
    both: ({ options }) => options.reflink === "always" && options.sparse !== "auto",
  },
  { names: ["--swap", "--inplace"], both: ({ options }) => options.swap && options.inplace },
  { names: ["--swap", "--resume"], both: ({ options }) => options.swap && options.resume },
  ...keptInDest().map(([name, isAsked]): Weighed => ({
    names: ["--swap", name],
    both: (draft) => draft.options.swap && isAsked(draft),
    guards: true,
  })),
  {
    names: ["--remove-source-files", "--dereference"],
    both: ({ removeSourceFiles, options }) => removeSourceFiles && options.dereference,
  },
  {
    names: ["--remove-source-files", "--dereference-args"],
    both: ({ removeSourceFiles, options }) => removeSourceFiles && options.dereferenceArgs === true,
  },
];

/** What would keep something in DEST that a new tree does not have. */
function keptInDest(): readonly (readonly [string, (draft: Draft) => boolean])[] {
  return [
    ["--no-delete", (draft) => draft.delete === false],
    ["--ignore-existing", ({ options }) => options.ignoreExisting],
    ["--update", ({ options }) => options.update],
    ["--existing", ({ options }) => options.existingOnly],
    ["--one-file-system", ({ options }) => options.oneFileSystem],
    ["--no-specials", ({ keep }) => keep.specials === false],
    ["--backup", ({ options }) => options.backup && options.backupDir === null],
    ["--suffix", ({ options }) => options.suffix !== null],
  ];
}

/** Layers without what a stronger source excludes. */
export interface Settled {
  readonly layers: Layers;
  readonly draft: Draft;
  /** Which option wins, where a weaker one would otherwise have an effect. */
  readonly notices: readonly string[];
}

/**
 * Takes out of the weaker sources what excludes the options of stronger ones.
 *
 * @param typed the draft of the flags alone: the result where there is nothing else
 */
export function settle(layers: Layers, typed: Draft): Settled {
  const notices: string[] = [];
  if (SOURCES.every((source) => source === "flag" || layers[source].length === 0)) {
    return { layers, draft: typed, notices };
  }
  for (;;) {
    const draft = build(layers);
    const conflict = findConflict(layers, draft);
    if (conflict === null) return { layers, draft, notices };
    const { winner, loser, isTold } = conflict;
    if (isTold) notices.push(`${optionOf(winner)} wins over ${loser.typed}`);
    layers = without(layers, loser, winner);
  }
}

/** What an option is called in messages: the variable or the line that it comes from, if it was not typed. */
export function nameIn(layers: Layers): (option: string) => string {
  return (option) => {
    const deciding = decidingAssignment(layers, flagNameOf(option));
    return deciding === null || deciding.source === "flag" ? option : deciding.typed;
  };
}

function optionOf({ flag, value }: Assignment): string {
  return flag.value === undefined && value === "no" ? `--no-${flag.name}` : `--${flag.name}`;
}

interface Conflict {
  readonly winner: Assignment;
  readonly loser: Assignment;
  readonly isTold: boolean;
}

function findConflict(layers: Layers, draft: Draft): Conflict | null {
  const pairs: readonly Weighed[] = [...EXCLUSIVE, ...WEIGHED];
  for (const { names, both, guards } of pairs) {
    if (!both(draft)) continue;
    const [a, b] = names.map((name) => decidingAssignment(layers, flagNameOf(name)));
    if (a === null || b === null || a.source === b.source) continue;
    const [winner, loser] = isStronger(a.source, b.source) ? [a, b] : [b, a];
    if (guards && loser === b) continue;
    return { winner, loser, isTold: WEIGHED.some((pair) => pair.both === both) };
  }
  return null;
}

/** Without what the sources that are weaker than the winner's say of the losing flag. */
function without(layers: Layers, loser: Assignment, winner: Assignment): Layers {
  const left = SOURCES.map((source) =>
    [
      source,
      layers[source].filter(({ flag }) =>
        flag !== loser.flag || !isStronger(winner.source, source)
      ),
    ] as const
  );
  return Object.fromEntries(left) as unknown as Layers;
}

/** `delete-excluded` of `--delete-excluded`, `sparse` of `--sparse=always`. */
function flagNameOf(option: string): string {
  const name = option.slice(2).split("=", 1)[0];
  return findLong(name)?.flag.name ?? name;
}
