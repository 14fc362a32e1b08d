// Metadata of a folder's entries as its listing told them: a fixed number of words each, found by name. Kept
// while the folder is open, for a limited number of entries; the system is asked for the others.

/** Entries kept of one folder: 21 MB of words, and about as much for their names. */
const MOST_LISTED = 262_144;
/** Entries for which the room is kept when the folder is closed: those of a listing in one piece. */
const MOST_SPARE = 16_384;
const FIRST_ENTRIES = 64;
const FORGOTTEN = -1;

/** What the records of all systems have in common. */
export abstract class RecordedEntries {
  protected readonly records: ListedRecords;

  /** @param recordWords words of one record */
  protected constructor(recordWords: number) {
    this.records = new ListedRecords(recordWords);
  }

  /** Forgets an entry that was changed. */
  forget(name: string): void {
    this.records.forget(name);
  }

  get isEmpty(): boolean {
    return this.records.isEmpty;
  }

  clear(): void {
    this.records.clear();
  }
}

export class ListedRecords {
  #words: Uint32Array<ArrayBuffer> = new Uint32Array();
  readonly #at = new Map<string, number>();
  /** Records made; a name that is listed twice has two, and the later one counts. */
  #count = 0;

  /** @param wordsEach words of one record */
  constructor(private readonly wordsEach: number) {}

  get words(): Uint32Array {
    return this.#words;
  }

  /** Makes room for a record in `words`; its index, or -1 if there are too many. */
  add(name: string): number {
    if (this.#count >= MOST_LISTED) {
      this.forget(name);
      return -1;
    }
    this.#makeRoom(this.#count + 1);
    const at = this.#count++ * this.wordsEach;
    this.#at.set(name, at);
    return at;
  }

  /** The index of a record in `words`; negative if there is none of that name. */
  find(name: string): number {
    return this.#at.get(name) ?? FORGOTTEN;
  }

  /** Forgets an entry that was changed. Its words are not used again, so that no other entry's are taken for them. */
  forget(name: string): void {
    if (this.#at.has(name)) this.#at.set(name, FORGOTTEN);
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  clear(): void {
    this.#at.clear();
    this.#count = 0;
    if (this.#words.length > MOST_SPARE * this.wordsEach) this.#words = new Uint32Array();
  }

  #makeRoom(entries: number): void {
    const capacity = this.#words.length / this.wordsEach;
    if (entries <= capacity) return;
    const larger = new Uint32Array(Math.max(FIRST_ENTRIES, capacity * 2) * this.wordsEach);
    larger.set(this.#words);
    this.#words = larger;
  }
}
