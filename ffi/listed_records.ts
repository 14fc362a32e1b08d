// What a folder's listing told of its entries: fixed words for each, found by name. Kept for as long as the
// folder is open, for so many entries at most; what is not here is asked of the system.

/** Entries of one folder that are kept: 21 MB of words, and about as much for their names. */
const MOST_LISTED = 262_144;
/** Room for so many outlasts the folder: as much as a listing in one piece needs. */
const MOST_SPARE = 16_384;
const FIRST_ENTRIES = 64;
const FORGOTTEN = -1;

/** A folder's entries of which such records are kept: what is the same whatever a system's records tell. */
export abstract class RecordedEntries {
  protected readonly records: ListedRecords;

  /** @param recordWords words of one record */
  protected constructor(recordWords: number) {
    this.records = new ListedRecords(recordWords);
  }

  /** Forgets one name: it was changed. */
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
  /** A name that is listed twice has a record each time, and the later one counts. */
  #count = 0;

  /** @param wordsEach words of one record */
  constructor(private readonly wordsEach: number) {}

  get words(): Uint32Array {
    return this.#words;
  }

  /** Makes room for a record in `words`; where it begins, or -1 where there are too many. */
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

  /** Where in `words` the record begins; negative where nothing is known of that name. */
  find(name: string): number {
    return this.#at.get(name) ?? FORGOTTEN;
  }

  /** Forgets one name: it was changed. Its words stay, so that no other entry's are taken for it. */
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
