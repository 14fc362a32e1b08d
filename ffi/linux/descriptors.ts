// Descriptors opened and closed by the numbers of their calls: on their own, two functions more would be bound.

import type { CString } from "../c_string.ts";
import { type LazySymbols, wide } from "../lazy_symbols.ts";
import type { Failure } from "../posix/failure.ts";
import * as k from "./constants.ts";
import type { LINUX_SYMBOLS } from "./symbols/files.ts";
import { frequent } from "../frequent.ts";

const OPENAT = wide(k.SYS_openat);
const CLOSE = wide(k.SYS_close);

export interface DescriptorCalls {
  /** openat(2); the descriptor or a negated errno. */
  openat(folder: number, name: CString, flags: number, mode: number): number;
  /** close(2); 0 or a negated errno. */
  close(descriptor: number): number;
}

export function descriptorCalls(
  c: Pick<LazySymbols<typeof LINUX_SYMBOLS>, "openat" | "close">,
  failure: Failure,
): DescriptorCalls {
  return {
    openat: frequent((folder, name, flags, mode) => {
      const fd = c.openat(OPENAT, folder, name, flags, mode);
      return fd >= 0 ? fd : failure(c.openat, OPENAT, folder, name, flags, mode);
    }),
    close: frequent((descriptor) => c.close(CLOSE, descriptor, null, 0, 0) === 0 ? 0 : failure()),
  };
}
