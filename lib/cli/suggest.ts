// "did you mean …?": the nearest known word to a mistyped one, or nothing when none is near, since a
// wild guess is worse than none.

/**
 * Finds the known word nearest to what was typed.
 *
 * @returns that word, or null if none is within a third of its length
 */
export function nearest(typed: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const word of known) {
    const distance = editDistance(typed, word);
    if (distance < bestDistance) [best, bestDistance] = [word, distance];
  }
  if (best === null) return null;
  const tolerated = Math.max(1, Math.floor(Math.max(typed.length, best.length) / 3));
  return bestDistance <= tolerated ? best : null;
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
