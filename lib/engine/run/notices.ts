// Notices at the end of a run: of what was skipped for a reason, or could not be preserved. Each is counted during the
// run and printed once.

import type { Abilities, Identity } from "../../../ffi/mod.ts";
import { splitText } from "../../copy/links/split_causes.ts";
import { CONTROL } from "../../shared/control.ts";
import { counted, type CounterName } from "../../shared/counters.ts";
import type { LostName } from "../../shared/lost_names.ts";
import type { SharedMemory } from "../../shared/mod.ts";
import { formatBytes, formatCount } from "../../number_texts.ts";
import type { RunRequest } from "../roots/request.ts";
import type { Shortage } from "./room_watch.ts";

/** What cannot be preserved with the calls that ferry has here, in a sentence; null where all can be. */
export function lossNotice({ cannotKeep }: Abilities): string | null {
  if (cannotKeep.length === 0) return null;
  return `without --allow-ffi these are not kept: ${cannotKeep.join("; ")}`;
}

/** What the text of a notice is made of. */
interface Noted {
  readonly count: number;
  /** `1 entry`, `2 entries` */
  readonly entries: string;
  /** Names of the attributes or flags that were lost for this reason. */
  readonly names: string;
  /** The same as a list. */
  readonly lost: readonly string[];
  readonly identity: Identity;
  readonly shared: SharedMemory;
}

/** A notice for each counter that is not 0, in this order. */
const NOTICES: readonly (readonly [counter: CounterName, text: (noted: Noted) => string])[] = [
  [
    "ownersNotKept",
    ({ entries, identity }) => `owner or group of ${entries} not kept${whyNotSet(identity)}`,
  ],
  [
    "ownersUnmapped",
    ({ entries }) =>
      `owner or group of ${entries} not kept: unmapped in this user namespace; ` +
      "--no-owner and --no-group leave both alone",
  ],
  [
    "aclsUnmapped",
    ({ entries }) =>
      `ACLs of ${entries} not kept: users or groups in them are unmapped in this user namespace; ` +
      "--no-acls leaves ACLs out",
  ],
  [
    "rootsNotKept",
    () => "mode and times of DEST itself not kept: it belongs to another user",
  ],
  [
    "specialBitsNotKept",
    ({ entries, identity }) => `setuid or setgid of ${entries} not kept${whySpecialBits(identity)}`,
  ],
  [
    "privilegedXattrsNotKept",
    ({ entries, identity }) =>
      `security.* or trusted.* attributes of ${entries} not kept${whyNotPrivileged(identity)}`,
  ],
  [
    "xattrsUnsupported",
    ({ entries, names }) =>
      `attributes of ${entries} not kept, for the target's file system has none of their kind: ${names}`,
  ],
  [
    "xattrsLeft",
    ({ entries, names }) =>
      `attributes of ${entries} not kept: they are internal to the source's file system: ${names}`,
  ],
  [
    "flagsUnsupported",
    ({ entries, names }) =>
      `flags of ${entries} not kept, for the target's file system has no such flags: ${names}`,
  ],
  [
    "flagsOutOfReach",
    ({ entries, names, identity }) =>
      `flags of ${entries} not kept${whyNotPrivileged(identity)}: ${names}`,
  ],
  [
    "namesRefused",
    ({ entries, lost }) =>
      `${entries} not copied: the target's file system takes no ${refusedText(lost)}`,
  ],
  [
    "namesTooLong",
    ({ entries, names }) =>
      `${entries} not copied: their names are longer than the ${names} that the target's file ` +
      "system takes",
  ],
  [
    "filesTooLarge",
    ({ entries, lost }) =>
      `${entries} not copied: larger than the target's file system can hold; ` +
      `--max-size=${parseInt(lost[0] ?? "")} leaves them out`,
  ],
  [
    "socketsSkipped",
    ({ entries }) => `${entries} skipped: sockets belong to the process that listens on them`,
  ],
  [
    "leftoversInSource",
    ({ entries }) => `${entries} skipped: temporary files of an interrupted run in the source`,
  ],
  [
    "timesOutOfRange",
    ({ entries }) =>
      `modification times of ${entries} not kept: out of the range of the file system`,
  ],
  ["partialsKept", ({ entries }) => `${entries} not complete: --resume goes on with what is there`],
  ["bytesResumed", ({ count }) => `${formatBytes(count)} were already in the target and identical`],
  ["namesCopied", ({ count, shared }) => splitNotice(count, shared)],
  [
    "leftoversSwept",
    ({ entries }) => `${entries} removed: temporary files of an interrupted run`,
  ],
];

/**
 * The notices that the counters call for.
 *
 * @param lost names of attributes that the target did not accept
 * @param failed counters of what is an error in this run, and told as such
 */
export function noticesOf(
  shared: SharedMemory,
  identity: Identity,
  lost: readonly LostName[],
  failed: readonly CounterName[],
): string[] {
  return NOTICES.flatMap(([counter, text]) => {
    const count = counted(shared.counters, counter);
    if (count <= 0 || failed.includes(counter)) return [];
    const named = lost.filter(({ loss }) => loss === counter).map(({ name }) => name);
    const names = [...new Set(named)];
    return [text({
      count,
      entries: entriesText(count),
      names: names.join(", "),
      lost: names,
      identity,
      shared,
    })];
  });
}

/** `names with ':', '?'; rename them, or leave them out: --exclude='*[:?]*'` */
function refusedText(problems: readonly string[]): string {
  const characters = problems.filter((problem) => problem.length === 1);
  const others = problems.filter((problem) => problem.length > 1);
  const quoted = characters.map((character) => `'${character}'`).join(", ");
  const what = [...characters.length > 0 ? [`names with ${quoted}`] : [], ...others];
  const pattern = characters.join("").replace("\\", "\\\\");
  const advice = others.length > 0 ? "" : `, or leave them out: --exclude='*[${pattern}]*'`;
  return `${what.join(", ")}; rename them${advice}`;
}

function entriesText(count: number): string {
  return count === 1 ? "1 entry" : `${count} entries`;
}

/** Why this process may not set what it tried to; empty where the user's identity does not explain it. */
function whyNotSet({ canChown, uid }: Identity): string {
  if (canChown) return "";
  return uid < 0
    ? " (without --allow-sys it is not known whether this user may set it)"
    : " (an ordinary user may not set it)";
}

function whyNotPrivileged(identity: Identity): string {
  return identity.canChown ? ": this process lacks the privilege" : whyNotSet(identity);
}

/** Names that became copies because they could not be links, and why. */
export function splitNotice(copies: number, { counters, control }: SharedMemory): string {
  const files = counted(counters, "filesWithCopies");
  const causes = splitText(new Int32Array(control)[CONTROL.splitCauses]);
  const [names, are] = copies === 1
    ? ["name", "is a copy, not a link"]
    : ["names", "are copies, not links"];
  return `${copies} ${names} of ${files === 1 ? "1 file" : `${files} files`} ${are}: ${causes}`;
}

/** Why what earlier copies have was not linked, told once, by bits of SPLIT; null where all was. */
export function unlinkedNotice(causes: number): string | null {
  return causes === 0
    ? null
    : `what --link-dest has is copied where it cannot be linked: ${splitText(causes)}`;
}

function whySpecialBits({ canChown, canSetOthers, canSetGroupBits }: Identity): string {
  if (canChown && !canSetOthers) {
    return ": giving an entry away clears it, and setting it again needs CAP_FOWNER";
  }
  if (canChown && !canSetGroupBits) {
    return ": setgid for a group that this process is not in needs CAP_FSETID";
  }
  return ", because the owner or group was not, or this user is not in the group";
}

/** What a security module refused, an error for each code: this process has the privilege, so the policy can be changed. */
export function refusalsOf(
  memory: SharedArrayBuffer,
  lost: readonly LostName[],
): { readonly code: string; readonly message: string }[] {
  const count = counted(memory, "xattrsRefused");
  const names = Map.groupBy(
    lost.filter(({ loss }) => loss === "xattrsRefused"),
    ({ code }) => code,
  );
  const entries = entriesText(count);
  return [...names].map(([code, refused]) => {
    const list = refused.map(({ name }) => name).join(", ");
    return {
      code,
      message: `the system refused ${list} of ${entries}; --no-xattrs leaves them out`,
    };
  });
}

/** What is said where the target has too little room for what is to be copied. */
export function shortageNotice(
  { neededBytes, freeBytes, freeEntries }: Shortage,
  { dest, options }: Pick<RunRequest, "dest" | "options">,
): string {
  const free = neededBytes > freeBytes
    ? formatBytes(freeBytes)
    : `${formatCount(freeEntries ?? 0)} entries`;
  const lack = `more is needed than the ${free} that are free ('ferry plan' tells how much)`;
  const nothing = options.delete ? ", and nothing is deleted before all is copied" : "";
  const then = options.dryRun ? "" : `; the run stops when it is full (exit code 4)${nothing}`;
  return `'${dest}' has too little room: ${lack}${then}`;
}
