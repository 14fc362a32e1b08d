// What a rule is asked about: an entry by its path.

/** One entry; the same object is used again and again, for a rule is asked about every entry of a run. */
export class Subject {
  /** A binary string (one character a raw byte), relative to the root, `/` between names and none in front. */
  path = "";
  /** The last component of the path. */
  name = "";
  /** The path with a slash on either side, for patterns that may match those. */
  framed = "";
  isFolder = false;
  /** Where the part of `whole` begins that a rule's leading slash stands for. */
  base = 0;
  /** Names of folders above the root that a rule's leading slash may reach, with a slash behind; mostly none. */
  lead = "";

  set(path: string, isFolder: boolean): void {
    this.path = path;
    this.name = path.slice(path.lastIndexOf("/") + 1);
    this.framed = `/${path}/`;
    this.isFolder = isFolder;
    this.setAnchor(0, "");
  }

  setAnchor(base: number, lead: string): void {
    this.base = base;
    this.lead = lead;
  }

  /** The path with what leads to the root. */
  get whole(): string {
    return this.lead === "" ? this.path : this.lead + this.path;
  }
}

/** Whether a pattern matches an entry. */
export type Test = (subject: Subject) => boolean;

/** The UTF-8 bytes of a text, one character each, which is how the walker hands out names. */
export function toBinaryString(text: string): string {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return binary;
}
