// Whether a target folder ignores case, found out by a temporary file.

import { isAppendOnly } from "../../../copy/target/append_only.ts";
import { removeTrial } from "../../../copy/target/trial.ts";
import type { CopyContext } from "../../../copy/context.ts";
import type { FolderPair } from "../../../entry/folder_pair.ts";
import { PRIVATE_MODE } from "../../../preserve/private_mode.ts";
import { isNameThere, withOtherCase } from "../../facts/other_case.ts";

/** Looks up a temporary file by its name in the other case; null where none can be made. */
export function probeCase(ctx: CopyContext, pair: FolderPair): boolean | null {
  const { fs } = ctx;
  if (isAppendOnly(fs, pair.targetStat)) return null;
  const name = ctx.temporaryNames.next();
  const file = fs.createNamed(pair.target, name, PRIVATE_MODE);
  if (file < 0) return null;
  const answer = isNameThere(ctx, pair, withOtherCase(name));
  fs.close(file);
  removeTrial(ctx, pair, name);
  return answer;
}
