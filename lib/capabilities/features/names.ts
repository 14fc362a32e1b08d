// What a file system can do with names: links of both kinds, unnamed files, and renames that lose nothing.

import { EEXIST } from "../../../ffi/errno.ts";
import { type CString, cString, FileStat, inodeOf, isInode, S_IFIFO } from "../../../ffi/mod.ts";
import { UNNAMEABLE } from "../../copy/file/target_kinds/target_kind.ts";
import { openUnnamed, unnamed } from "../../copy/file/target_kinds/unnamed.ts";
import { renameNew } from "../../copy/target/rename_new.ts";
import { PRIVATE_MODE } from "../../preserve/private_mode.ts";
import { byAnswer, notTried, works, worksNot } from "../trial.ts";
import type { Trial } from "../types.ts";
import type { Workplace } from "../workplace.ts";

const FOLDER_MODE = 0o700;
const LINK_TEXT = cString("ferry");

const stat = new FileStat();

export function hardLinks(place: Workplace): Trial {
  const { fs, folder } = place;
  if (!fs.can.hardLinks) return notTried("not to be had this way");
  return place.withFile((file, name) => {
    const other = place.newName();
    const linked = fs.link(folder, name, folder, other);
    if (linked < 0) return byAnswer(fs, linked);
    const first = fs.statHandle(file, stat) === 0 ? inodeOf(stat) : null;
    const isOne = first !== null && fs.stat(folder, other, stat) === 0 && isInode(stat, first);
    fs.unlink(folder, other);
    return isOne ? works() : worksNot("each name has an inode number of its own");
  });
}

export function symlinks(place: Workplace): Trial {
  const { fs, folder } = place;
  const name = place.newName();
  const made = fs.makeSymlink(LINK_TEXT, folder, name);
  if (made < 0) return byAnswer(fs, made);
  const text = new Uint8Array(LINK_TEXT.length);
  const length = fs.readSymlink(folder, name, text);
  fs.unlink(folder, name);
  if (length < 0) return byAnswer(fs, length);
  const isKept = length === LINK_TEXT.length - 1 &&
    text.every((byte, at) => at === length || byte === LINK_TEXT[at]);
  return isKept ? works() : worksNot("it comes out as another one");
}

export function fifos(place: Workplace): Trial {
  const { fs, folder } = place;
  const name = place.newName();
  const made = fs.makeSpecial(folder, name, S_IFIFO | PRIVATE_MODE, 0, 0);
  if (made === 0) fs.unlink(folder, name);
  return byAnswer(fs, made);
}

/** A file without a name, which then gets one. */
export function unnamedFiles(place: Workplace): Trial {
  const { ctx, fs, folder, pair } = place;
  if (!fs.can.unnamedFiles) return notTried("not to be had this way");
  const name = place.newName();
  const entry = place.entry(name);
  if (openUnnamed(ctx, entry, PRIVATE_MODE) !== 0) {
    // The engine goes on without the code, which is asked for once more.
    const again = fs.createUnnamed(pair.target, PRIVATE_MODE);
    if (again >= 0) fs.close(again);
    return byAnswer(fs, again);
  }
  const named = unnamed.commit(ctx, entry);
  fs.close(ctx.targetFile.handle);
  if (named === UNNAMEABLE) return worksNot("such a file can be made, but gets no name");
  if (named === 0) fs.unlink(folder, name);
  return byAnswer(fs, named);
}

/** A rename that replaces nothing. */
export function renameNoReplace(place: Workplace): Trial {
  const { fs, folder } = place;
  if (!fs.can.exclusiveRename) return notTried("not to be had this way");
  // Where one call does it, it does it for folders as well, to which no second link can be made.
  const inOneStep = withTwo(place, newFolder, (from, to) => fs.renameNew(folder, from, folder, to));
  if (inOneStep === 0) return works();
  const byLink = withTwo(place, newFile, (from, to) => fs.renameNew(folder, from, folder, to));
  if (byLink === 0) {
    return { ...byAnswer(fs, inOneStep), note: "a link, as safely" };
  }
  if (byLink === REPLACES) return worksNot("it replaces what is there");
  const looking = withTwo(place, newFile, (from, to) => renameNew(place.ctx, place.pair, from, to));
  return {
    ...byAnswer(fs, byLink),
    note: looking === 0 ? "a look and then a rename" : "nothing",
  };
}

/** Answer where a name that was taken is another entry's afterwards. No errno is that small. */
const REPLACES = -0x7fff_ffff;

/**
 * Renames a new entry to a free name, and another one to that name, which must be refused with EEXIST.
 *
 * @param make gives 0 or a negated errno
 * @returns 0, REPLACES, or the negated errno of what failed
 */
function withTwo(
  place: Workplace,
  make: (place: Workplace, name: CString) => number,
  rename: (from: CString, to: CString) => number,
): number {
  const names = [place.newName(), place.newName()];
  const to = place.newName();
  const made = Math.min(...names.map((name) => make(place, name)));
  const renamed = made < 0 ? made : rename(names[0], to);
  const again = renamed < 0 ? renamed : rename(names[1], to);
  for (const name of [...names, to]) removeEntry(place, name);
  if (renamed < 0) return renamed;
  return again === -EEXIST ? 0 : again === 0 ? REPLACES : again;
}

function newFile({ fs, folder }: Workplace, name: CString): number {
  const file = fs.createNamed(folder, name, PRIVATE_MODE);
  return file < 0 ? file : fs.close(file);
}

function newFolder({ fs, folder }: Workplace, name: CString): number {
  return fs.makeFolder(folder, name, FOLDER_MODE);
}

function removeEntry({ fs, folder }: Workplace, name: CString): void {
  if (fs.unlink(folder, name) < 0) fs.removeFolder(folder, name);
}

/** Two names that exchange their entries in one step. */
export function renameExchange(place: Workplace): Trial {
  const { fs, folder } = place;
  return place.withFile((file, name) => {
    const other = place.newName();
    const made = newFile(place, other);
    if (made < 0) return byAnswer(fs, made);
    const exchanged = fs.exchange(folder, name, other);
    const first = fs.statHandle(file, stat) === 0 ? inodeOf(stat) : null;
    const isMoved = first !== null && fs.stat(folder, other, stat) === 0 && isInode(stat, first);
    fs.unlink(folder, other);
    return exchanged === 0 && !isMoved ? worksNot("nothing happens") : byAnswer(fs, exchanged);
  });
}
