// How entries are opened: what NtCreateFile is told beside the name. Each file of this folder has constants for its
// ways of opening, so that a call allocates nothing.

import * as k from "./constants.ts";

/** Whether links on the way to a name and at it are followed, refused, or opened themselves. */
export type Links = "follow" | "refuse" | "open";

const SHARE_ALL = k.FILE_SHARE_READ | k.FILE_SHARE_WRITE | k.FILE_SHARE_DELETE;

export interface Opening {
  /** ACCESS_MASK */
  readonly access: number;
  /** What others may open the entry for meanwhile. */
  readonly share: number;
  /** CreateOptions */
  readonly options: number;
  readonly links: Links;
  /** CreateDisposition: whether the entry must be there or must not. */
  readonly disposition: number;
}

/** Opens what is there and shares it with everybody, unless told otherwise. */
export function opening(access: number, others: Partial<Omit<Opening, "access">> = {}): Opening {
  const defaults = {
    share: SHARE_ALL,
    options: 0,
    links: "open",
    disposition: k.FILE_OPEN,
  } as const;
  return { access, ...defaults, ...others };
}
