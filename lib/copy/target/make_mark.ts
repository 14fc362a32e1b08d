// A file in a folder of the target by which that is recognised elsewhere (lib/engine/roots/target_marks.ts).

import { EACCES, EPERM } from "../../../ffi/errno.ts";
import { type CString, FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import { PRIVATE_MODE } from "../../preserve/private_mode.ts";
import { isAppendOnly } from "./append_only.ts";
import { whileWritable } from "./writable_folder.ts";

/** Makes it, and gives the folder its times again. A handle, or a negated errno; none where it could not be removed. */
export function makeMark(fs: NativeFileSystem, folder: number, name: CString): number {
  const stat = new FileStat();
  const error = fs.statHandle(folder, stat);
  if (error < 0) return error;
  if (isAppendOnly(fs, stat)) return -EPERM;
  const create = () => fs.createNamed(folder, name, PRIVATE_MODE);
  let handle = create();
  // The folder may have its source's mode by now.
  if (handle === -EACCES) handle = whileWritable({ fs }, folder, create);
  if (handle >= 0) fs.setTimes(folder, stat);
  return handle;
}
