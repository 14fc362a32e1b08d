// What a survey has counted: entries, files, and of those that were looked at their bytes and names.

import type { FileStat } from "../../../../ffi/mod.ts";
import { FurtherNames } from "./further_names.ts";

export class SurveySums {
  files = 0;
  /** Files that were looked at. */
  looked = 0;
  /** Folders that were entered. */
  folders = 0;
  /** Entries below the roots that were listed. */
  entries = 0;
  /** Those of them that are neither files nor folders: links, and the like. */
  others = 0;
  bytes = 0;
  /** Files of the folder that is being counted that are taken to be like those looked at. */
  #passedOver = 0;
  /** Files and bytes before that folder. */
  #before = { files: 0, bytes: 0 };
  /** The largest file, and the folder with the most bytes in files. */
  #largest = 0;
  #largestFolder = { files: 0, bytes: 0 };
  readonly #names = new FurtherNames();

  /** Bytes that a file not counted yet is expected to have. The folder with the most bytes, or the largest file, is left out. */
  get typicalBytes(): number {
    const { files, bytes } = this.#largestFolder;
    if (this.files > files) return (this.bytes - bytes) / (this.files - files);
    return this.files > 1 ? (this.bytes - this.#largest) / (this.files - 1) : 0;
  }

  protected enterFolder(): void {
    this.folders++;
    this.#passedOver = 0;
    this.#before = { files: this.files, bytes: this.bytes };
  }

  protected addFile(stat: FileStat): void {
    this.files++;
    this.looked++;
    this.bytes += stat.size;
    if (stat.nlink > 1) this.#names.add(stat);
    if (stat.size > this.#largest) this.#largest = stat.size;
  }

  /** A file that is not looked at. */
  protected passOver(): void {
    this.#passedOver++;
  }

  protected leaveFolder(): void {
    const before = this.#before;
    const files = this.files - before.files;
    if (files > 0) this.bytes += this.#passedOver * (this.bytes - before.bytes) / files;
    this.files += this.#passedOver;
    const bytes = this.bytes - before.bytes;
    if (bytes > this.#largestFolder.bytes) {
      this.#largestFolder = { files: this.files - before.files, bytes };
    }
    this.#names.endFolder();
  }

  /** Further names of the files looked at, of which the files' are so large a share. */
  protected furtherNamesBy(share: number): number {
    return this.#names.expected(share);
  }
}
