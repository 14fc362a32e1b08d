// Short names (`PROGRA~1`), which NTFS and FAT make up beside names that DOS could not read. A folder answers to them and
// lists none of them, so that a name which another volume has as its own may lead to quite another entry here.

import { type CString, withoutNul } from "../c_string.ts";
import { wide } from "../lazy_symbols.ts";
import { addressOf, type Calls, unicodeString } from "./calls.ts";
import * as k from "./constants.ts";
import { opening } from "./opening.ts";
import { FILE_BOTH_DIR_INFORMATION as RECORD, UNICODE_STRING } from "./structs.ts";
import { textOfUnits, unitsFromBytes } from "./wide_text.ts";

const LIST = opening(k.FILE_READ_DATA, { options: k.FILE_DIRECTORY_FILE });
const TILDE = 126;
/** Units of the longest one: eight, a dot and three. */
const MOST_SHORT_UNITS = 12;

/** Both names of an entry. */
interface Names {
  readonly short: string;
  readonly full: string;
}

/** Gives the test whether a folder answers to a name because it is the short name of an entry with another name. */
export function shortNameTest(calls: Calls): (folder: number, name: CString) => boolean {
  const units = new Uint16Array(new ArrayBuffer((MOST_SHORT_UNITS + 2) * 2));
  const asked = unicodeString(units);
  const askedView = new DataView(asked.buffer);

  return (folder, name) => {
    if (!withoutNul(name).includes(TILDE)) return false;
    const count = unitsFromBytes(name, units);
    if (count < 0 || count > MOST_SHORT_UNITS) return false;
    askedView.setUint16(UNICODE_STRING.Length, count * 2, true);
    const names = namesOf(calls, folder, asked);
    if (names === null) return false;
    const wanted = textOfUnits(units, 0, count).toUpperCase();
    return names.short.toUpperCase() === wanted && names.full.toUpperCase() !== wanted;
  };
}

/** The names of the entry to which a folder answers under a name; null where that cannot be told. */
function namesOf(calls: Calls, folder: number, asked: Uint8Array<ArrayBuffer>): Names | null {
  // The pattern of a handle's first listing holds for all that follow, so that this one needs its own.
  const handle = calls.openAgain(folder, LIST);
  if (handle < 0) return null;
  const { nt, status, information, words } = calls;
  const listed = nt.NtQueryDirectoryFile(
    wide(handle),
    0n,
    0n,
    0n,
    status,
    information,
    information.length,
    k.FileBothDirectoryInformation,
    1,
    addressOf(asked),
    1,
  );
  calls.close(handle);
  if (listed < 0) return null;
  const told = new Uint16Array(information.buffer);
  return {
    short: textOfUnits(told, RECORD.ShortName / 2, information[RECORD.ShortNameLength] / 2),
    full: textOfUnits(told, RECORD.FileName / 2, words[RECORD.FileNameLength / 4] / 2),
  };
}
