// Flags that give the copies another owner, group or mode than SOURCE has.

import { parseIdRules } from "../../id_rules.ts";
import { ModeChanges } from "../../mode_changes.ts";
import { parseOwners } from "../owners.ts";
import { ALL, type Flag, parsed } from "./flag.ts";

const group = "keep";
const RULES = "pairs FROM:TO with commas between them (0-99:nobody,wayne:admin,*:users)";

/** `--chown` to `--groupmap`. */
export const MAPPING_FLAGS: readonly Flag[] = [
  parsed(
    {
      name: "chown",
      value: "USER:GROUP",
      group,
      commands: ALL,
      help: "",
      longHelp: "Give all that is copied this owner and group, by name or number, instead of " +
        "SOURCE's: USER, USER:GROUP or :GROUP. An entry that cannot have them counts as failed. " +
        "verify then compares with these.",
    },
    parseOwners,
    "USER, USER:GROUP or :GROUP, by name or number",
    (draft, owners) => {
      draft.chown = owners;
      if (owners.users.length > 0) draft.keep.owner = true;
      if (owners.groups.length > 0) draft.keep.group = true;
    },
  ),
  parsed(
    {
      name: "chmod",
      isList: true,
      isFromOneSource: true,
      value: "MODE",
      group,
      commands: ALL,
      help: "",
      longHelp: "Change the modes that are copied, as if SOURCE had the result. MODE is one or " +
        "several of chmod's, with commas between them (u+w, go=rX, g=u, 644); D before one is for " +
        "folders alone, F for all else: D2775,F664. --chmod may be typed several times. With " +
        "--no-perms it changes new entries alone.",
    },
    (text) => {
      new ModeChanges([text], 0);
      return text;
    },
    "modes as chmod takes them, with commas between them (D755,F644,g-w)",
    (draft, text) => draft.options.chmod = [...draft.options.chmod, text],
  ),
  parsed(
    {
      name: "usermap",
      value: "MAP",
      group,
      commands: ALL,
      help: "",
      longHelp: "Give the copies other owners. MAP is one or several FROM:TO with commas between " +
        "them, such as 0-99:nobody,wayne:admin,*:users; TO is of the first FROM that is SOURCE's " +
        "owner: a number, a range of numbers, a name, a wildcard for names, or empty for owners " +
        "without a name. The users whom ACLs name are mapped likewise, but for * alone.",
    },
    parseIdRules,
    RULES,
    (draft, rules) => {
      draft.options.userMap = rules;
      draft.keep.owner = true;
    },
  ),
  parsed(
    {
      name: "groupmap",
      value: "MAP",
      group,
      commands: ALL,
      help: "",
      longHelp: "Give the copies other groups; MAP is as for --usermap.",
    },
    parseIdRules,
    RULES,
    (draft, rules) => {
      draft.options.groupMap = rules;
      draft.keep.group = true;
    },
  ),
];
