// fcopyfile(3) copies all bytes of one open file into another. A watched copy has a status callback, which reports
// progress and can end the copy. Metadata are set as for every file, because COPYFILE_ALL would copy those that the
// options leave out. copyfile(3), with flags of its own such as COPYFILE_CLONE, is not used: it takes paths, which
// others may swap.

import * as k from "./constants.ts";
import type { OpenLibSystem } from "./libsystem.ts";
import { wide } from "../lazy_symbols.ts";

/** copyfile_callback_t (copyfile.h). */
const CALLBACK = {
  parameters: [
    "i32", // int what
    "i32", // int stage
    "pointer", // copyfile_state_t state
    "pointer", // const char *src
    "pointer", // const char *dst
    "pointer", // void *ctx
  ],
  result: "i32",
} as const;

/** Copies all of `source` into the empty `target`; 0 or a negated errno, ECANCELED if `goesOn` returned false. */
export function copyContents(
  libSystem: OpenLibSystem,
  source: number,
  target: number,
  shouldContinue: ((bytes: number) => boolean) | null,
): number {
  const { c, failure } = libSystem;
  const error = shouldContinue === null
    ? c.fcopyfile(source, target, null, k.COPYFILE_DATA) === 0 ? 0 : failure()
    : copyWatched(libSystem, source, target, shouldContinue);
  // The call moves both descriptors' positions, and the next one is to start at the beginning: after a failure, and of a
  // source that has changed meanwhile and is copied once more, into another file.
  c.lseek(source, wide(0), k.SEEK_SET);
  if (error < 0) c.lseek(target, wide(0), k.SEEK_SET);
  return error;
}

function copyWatched(
  { c, failure }: OpenLibSystem,
  source: number,
  target: number,
  shouldContinue: (bytes: number) => boolean,
): number {
  const state = c.copyfile_state_alloc();
  if (state === null) return failure();
  const copied = new BigInt64Array(1); // off_t
  const copiedBytes = new Uint8Array(copied.buffer);
  let failedWith = 0;
  const callback = new Deno.UnsafeCallback(CALLBACK, (what, stage, state) => {
    if (stage === k.COPYFILE_ERR) {
      // COPYFILE_CONTINUE would make the failed call again: on a full disk without end (copyfile.c).
      failedWith = failure();
      return k.COPYFILE_QUIT;
    }
    if (what !== k.COPYFILE_COPY_DATA || stage !== k.COPYFILE_PROGRESS) return k.COPYFILE_CONTINUE;
    c.copyfile_state_get(state, k.COPYFILE_STATE_COPIED, copiedBytes);
    return shouldContinue(Number(copied[0])) ? k.COPYFILE_CONTINUE : k.COPYFILE_QUIT;
  });
  c.copyfile_state_set(state, k.COPYFILE_STATE_STATUS_CB, callback.pointer);
  const isCopied = c.fcopyfile(source, target, state, k.COPYFILE_DATA) === 0;
  const error = isCopied ? 0 : failedWith || failure();
  c.copyfile_state_free(state);
  callback.close();
  return error;
}
