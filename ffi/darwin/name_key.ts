// When two names lead to one entry on Darwin. APFS and HFS+ keep a name as it was given or decomposed, and find
// it by any form of its characters (NFC, NFD); most volumes ignore case as well.

import type { NameKey } from "../calls/paths.ts";
import { withoutCase, withoutForm } from "../posix/name_keys.ts";
import * as k from "./constants.ts";
import type { OpenLibSystem } from "./libsystem.ts";

/** Which of them a folder goes by; one that is not there yet is taken for one that ignores case. */
export function nameKeyOf({ c }: OpenLibSystem, folder: number): NameKey {
  const tellsCaseApart = folder >= 0 && Number(c.fpathconf(folder, k._PC_CASE_SENSITIVE)) !== 0;
  return tellsCaseApart ? withoutForm : withoutCase;
}
