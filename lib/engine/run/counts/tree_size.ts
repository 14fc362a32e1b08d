// How large a tree is, from the folders of it that were listed so far: the average number of sub-folders, multiplied from
// level to level (D. E. Knuth, Estimating the Efficiency of Backtrack Programs, 1975).

/** What is expected at one depth. */
export interface Level {
  /** Folders in all; of these were listed. */
  readonly folders: number;
  readonly listed: number;
  /** Entries other than folders, in each on average. */
  readonly others: number;
}

/** What was listed at one depth. */
interface Listed {
  folders: number;
  subfolders: number;
  others: number;
}

/** Folders that an estimate needs, and the share by which it may differ from that after half of them. */
const FEWEST_FOLDERS = 24;
const STEADY = 0.08;
/** By what factor more folders are listed from one look to the next. */
const NEXT_LOOK = 1.1;
/** Where more folders wait than this, none is drawn by chance: each takes memory. */
const MOST_CHOICES = 10_000;
/** The weight of those that have waited longest, near to the root: without it folders beside a large one come late. */
const TO_FRONT = 4;

export class TreeSize {
  readonly #levels: Listed[] = [];
  #listed = 0;
  #looks: { listed: number; others: number }[] = [];

  /** Folders that were listed. */
  get listed(): number {
    return this.#listed;
  }

  /** Takes a folder into account. @param depth 0 for a root */
  note(depth: number, subfolders: number, others: number): void {
    while (this.#levels.length <= depth) {
      this.#levels.push({ folders: 0, subfolders: 0, others: 0 });
    }
    const level = this.#levels[depth];
    level.folders++;
    level.subfolders += subfolders;
    level.others += others;
    this.#listed++;
  }

  /** The levels from the roots down to the last one of which a folder was listed. */
  levels(): Level[] {
    const found: Level[] = [];
    let folders = this.#levels.at(0)?.folders ?? 0;
    for (const level of this.#levels) {
      if (level.folders === 0) break;
      found.push({ folders, listed: level.folders, others: level.others / level.folders });
      folders *= level.subfolders / level.folders;
    }
    return found;
  }

  /**
   * Entries other than folders in the whole tree; null as long as that cannot be told, because what half of the folders
   * said is not what all say. Asked after each folder.
   *
   * @param isRough true where that is told all the same
   */
  expectedOthers(isRough: boolean): number | null {
    const last = this.#looks.at(-1)?.listed ?? 0;
    if (this.#listed >= last * NEXT_LOOK) {
      const others = this.levels().reduce((sum, level) => sum + level.folders * level.others, 0);
      this.#looks.push({ listed: this.#listed, others });
      this.#looks = this.#looks.filter(({ listed }) => listed >= this.#listed / 2 / NEXT_LOOK);
    }
    const { others } = this.#looks.at(-1)!;
    if (this.#listed < FEWEST_FOLDERS) return null;
    const isSteady = this.#looks.every((look) => Math.abs(look.others - others) <= STEADY * others);
    return isSteady || isRough ? others : null;
  }
}

/**
 * Lets a folder that is picked by chance be the next of those that wait, once one way down is at its end: one after the other
 * shows more of a tree than neighbours do.
 */
export function goElsewhere(waiting: unknown[]): void {
  const { length } = waiting;
  if (length < 2 || length > MOST_CHOICES) return;
  const at = Math.floor(Math.random() ** TO_FRONT * length);
  [waiting[at], waiting[length - 1]] = [waiting[length - 1], waiting[at]];
}
