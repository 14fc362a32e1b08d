// The control words of a run that nobody else takes part in.

import { CONTROL_WORDS } from "../../lib/shared/control.ts";

export function newControl(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(CONTROL_WORDS * Int32Array.BYTES_PER_ELEMENT));
}
