// What is tried in a folder, in the order in which it is told.

import type { FeatureName, Trial } from "../types.ts";
import type { Workplace } from "../workplace.ts";
import { holes } from "./contents.ts";
import { modes, owners, times } from "./metadata.ts";
import {
  fifos,
  hardLinks,
  renameExchange,
  renameNoReplace,
  symlinks,
  unnamedFiles,
} from "./names.ts";
import { acls, securityXattrs, trustedXattrs, userXattrs } from "./xattrs.ts";

export const FEATURES: Readonly<Record<FeatureName, (place: Workplace) => Trial>> = {
  owners,
  modes,
  times,
  user_xattrs: userXattrs,
  trusted_xattrs: trustedXattrs,
  security_xattrs: securityXattrs,
  acls,
  holes,
  hard_links: hardLinks,
  symlinks,
  fifos,
  o_tmpfile: unnamedFiles,
  rename_noreplace: renameNoReplace,
  rename_exchange: renameExchange,
};
