// `ferry verify`: what the target has and the source has not, an entry a line, folders with all that is
// in them; but for what a mirror would keep.

import { type CString, ENTRY_TYPE, FileStat, S_IFDIR, WORD } from "../../../ffi/mod.ts";
import { obstacleIn } from "../../copy/deletion/obstacles.ts";
import { type Visitor, Walk } from "../../copy/deletion/walk.ts";
import { joinPath, type Place } from "../../copy/place.ts";
import { isStopping } from "../../shared/control.ts";
import type { Crew } from "../crew/crew.ts";
import { reportDifferenceAt } from "./differences.ts";
import { isListFile } from "./list_file.ts";

/** Metadata of some folder. */
const FOLDER = new FileStat();
FOLDER.words[WORD.mode] = S_IFDIR;

/** Reports an extra entry of the place's target. */
export function reportExtra(crew: Crew, place: Place, name: CString, type: number): void {
  const reporter = new Reporter(crew, place, name);
  const walk = new Walk(crew.ctx, place.target, place.path, reporter);
  if (type === ENTRY_TYPE.folder) walk.through(name);
  else reporter.visit(walk, place.target, name);
}

class Reporter implements Visitor {
  readonly #stat = new FileStat();

  constructor(
    private readonly crew: Crew,
    private readonly place: Place,
    private readonly name: CString,
  ) {}

  goesOn(): boolean {
    return !isStopping(this.crew.ctx.control);
  }

  keeps({ path }: Walk, folder: number, name: CString, type: number): boolean {
    return this.crew.keeper.keeps(path, folder, name, type);
  }

  open(folder: number, name: CString): number {
    return this.crew.ctx.fs.openFolderBeneath(folder, name, false);
  }

  enter({ path }: Walk, _handle: number, stat: FileStat, dev: number): boolean {
    if (obstacleIn(this.crew.ctx, this.place.root, path, stat, dev) === null) return true;
    this.#report(path.slice(), FOLDER); // it is extra, whatever is in it
    return false;
  }

  visit({ path }: Walk, folder: number, name: CString): boolean {
    // It may be gone since it was listed.
    const isThere = this.crew.ctx.fs.stat(folder, name, this.#stat) === 0;
    if (isThere && isListFile(this.crew.ctx, this.place, name, "target", this.#stat)) return true;
    if (isThere) this.#report(joinPath(path, name), this.#stat);
    return true;
  }

  leave({ path }: Walk): boolean {
    this.#report(path.slice(), FOLDER);
    return true;
  }

  triesAgain(): boolean {
    return false;
  }

  failed(_walk: Walk, syscall: string, error: number): void {
    const op = syscall === "openat" ? "open folder" : "list folder";
    this.crew.ctx.fail(this.place, this.name, "target", op, syscall, error);
  }

  #report(path: Uint8Array, stat: FileStat): void {
    reportDifferenceAt(this.crew, this.place, path, "extra", stat);
  }
}
