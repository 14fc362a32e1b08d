// "did you mean …?": the word that a typing error was probably meant for, or nothing, since a wrong guess is
// worse than none. A suggestion never means something else than the typed words.

/** More wrong letters than this are not a typing error. */
const MOST_ERRORS = 2;

/**
 * Finds the known word that differs by a typing error from what was typed: by one or two letters, and by no
 * more than a third.
 *
 * @param vocabulary names whose parts, between dashes, have a meaning: one that was typed is in the suggestion
 * @returns that word; null if there is none, or more than one
 */
export function nearest(
  typed: string,
  known: Iterable<string>,
  vocabulary: Iterable<string> = [],
): string | null {
  const meant = meaningfulParts(typed, vocabulary);
  let best: string[] = [];
  let bestDistance = MOST_ERRORS + 1;
  for (const word of known) {
    const most = Math.max(1, Math.floor(Math.max(typed.length, word.length) / 3));
    const distance = editDistance(typed, word);
    if (distance > Math.min(most, bestDistance) || distance > MOST_ERRORS) continue;
    const parts = new Set(partsOf(word));
    if (!meant.every((part) => parts.has(part))) continue;
    if (distance < bestDistance) best = [];
    bestDistance = distance;
    best.push(word);
  }
  return best.length === 1 ? best[0] : null;
}

/** The known word that begins as was typed, the one that the others go on from; null if there is none. */
export function begunWord(typed: string, known: Iterable<string>): string | null {
  const begun = [...known].filter((word) => word.startsWith(typed));
  return begun.find((word) => begun.every((other) => other.startsWith(word))) ?? null;
}

function meaningfulParts(typed: string, vocabulary: Iterable<string>): readonly string[] {
  const known = new Set([...vocabulary].flatMap(partsOf));
  return partsOf(typed).filter((part) => known.has(part));
}

function partsOf(name: string): string[] {
  return name.split("-").filter((part) => part !== "");
}

/** The number of letters to insert, remove, replace, or swap with their neighbour to get from `a` to `b`. */
export function editDistance(a: string, b: string): number {
  // A length difference alone already costs that many edits: this keeps absurd input cheap.
  if (Math.abs(a.length - b.length) > 8) return Math.abs(a.length - b.length);
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length];
}
