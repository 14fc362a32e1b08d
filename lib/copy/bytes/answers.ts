// Answers of the functions that move bytes, beside 0 and the negated errno of a failed call.

import { ECANCELED, EOPNOTSUPP } from "../../../ffi/errno.ts";

/** Stands for a call that was not made, because it would fail. */
export const UNSUPPORTED = -EOPNOTSUPP;

/** The run was stopped meanwhile. */
export const STOPPED = -ECANCELED;

/** It has failed, and why was reported already. No errno is that small. */
export const FAILURE_REPORTED = -0x7fff_fff0;

/** The next method takes names, no open files: nothing was moved. */
export const USE_COPY_BY_NAME = -1e6;

/** No call is left that moves all at once: the parts are to be moved one after another. */
export const MOVES_PARTS = 1;
