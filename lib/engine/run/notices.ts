// What a run says at its end of things that are no failures: skipped for a reason, or beyond an ordinary
// user's rights. They are counted on the way and said once.

import type { Abilities, Identity } from "../../../ffi/mod.ts";
import { splitText } from "../../copy/links/split_causes.ts";
import { CONTROL } from "../../shared/control.ts";
import { counted, type CounterName } from "../../shared/counters.ts";
import type { LostName } from "../../shared/lost_names.ts";
import type { SharedMemory } from "../../shared/mod.ts";

/** What cannot be preserved with the calls that ferry has here, in a sentence; null where all can be. */
export function lossNotice({ cannotKeep }: Abilities): string | null {
  if (cannotKeep.length === 0) return null;
  return `without --allow-ffi these are not kept: ${cannotKeep.join("; ")}`;
}

/**
 * The notices that the counters call for.
 *
 * @param lost names of attributes that the target did not accept
 */
export function noticesOf(
  { counters: memory, control }: SharedMemory,
  identity: Identity,
  lost: readonly LostName[],
): string[] {
  const notices: string[] = [];
  const say = (counter: CounterName, text: (entries: string) => string) => {
    const count = counted(memory, counter);
    if (count > 0) notices.push(text(count === 1 ? "1 entry" : `${count} entries`));
  };
  const who = identity.canChown
    ? ""
    : identity.uid < 0
    ? " (without --allow-sys it is not known whether this user may set it)"
    : " (an ordinary user may not set it)";
  say("ownersNotKept", (entries) => `owner or group of ${entries} not kept${who}`);
  say(
    "ownersUnmapped",
    (entries) =>
      `owner or group of ${entries} not kept: unmapped in this user namespace; ` +
      "--no-owner leaves owners alone",
  );
  say(
    "specialBitsNotKept",
    (entries) => `setuid or setgid of ${entries} not kept${whySpecialBits(identity)}`,
  );
  const namesOf = (counter: CounterName) =>
    [...new Set(lost.filter(({ loss }) => loss === counter).map(({ name }) => name))].join(", ");
  say(
    "privilegedXattrsNotKept",
    (entries) =>
      identity.canChown
        ? `security.* or trusted.* attributes of ${entries} not kept: this process lacks the privilege`
        : `security.* or trusted.* attributes of ${entries} not kept${who}`,
  );
  say(
    "xattrsUnsupported",
    (entries) =>
      `attributes of ${entries} not kept, for the target's file system has none of their kind: ` +
      namesOf("xattrsUnsupported"),
  );
  say(
    "xattrsLeft",
    (entries) =>
      `attributes of ${entries} not kept: they are internal to the source's file system: ` +
      namesOf("xattrsLeft"),
  );
  say(
    "flagsUnsupported",
    (entries) =>
      `flags of ${entries} not kept, for the target's file system has no such flags: ` +
      namesOf("flagsUnsupported"),
  );
  say(
    "flagsOutOfReach",
    (entries) =>
      `flags of ${entries} not kept${who || ": this process lacks the privilege"}: ` +
      namesOf("flagsOutOfReach"),
  );
  say(
    "socketsSkipped",
    (entries) => `${entries} skipped: sockets belong to the process that listens on them`,
  );
  say(
    "leftoversInSource",
    (entries) => `${entries} skipped: temporary files of an interrupted run in the source`,
  );
  say(
    "timesOutOfRange",
    (entries) => `modification times of ${entries} not kept: out of the range of the file system`,
  );
  say(
    "partialsKept",
    (entries) => `${entries} not complete: --resume goes on with what is there`,
  );
  const resumed = counted(memory, "bytesResumed");
  if (resumed > 0) notices.push(`${resumed} bytes were already in the target and identical`);
  const copies = counted(memory, "namesCopied");
  if (copies > 0) {
    const files = counted(memory, "filesWithCopies");
    const causes = splitText(new Int32Array(control)[CONTROL.splitCauses]);
    const [names, are] = copies === 1
      ? ["name", "is a copy, not a link"]
      : ["names", "are copies, not links"];
    notices.push(
      `${copies} ${names} of ${files === 1 ? "1 file" : `${files} files`} ${are}: ${causes}`,
    );
  }
  say("leftoversSwept", (entries) => `${entries} removed: temporary files of an interrupted run`);
  return notices;
}

function whySpecialBits({ canChown, canSetOthers, canSetGroupBits }: Identity): string {
  if (canChown && !canSetOthers) {
    return ": giving an entry away clears it, and setting it again needs CAP_FOWNER";
  }
  if (canChown && !canSetGroupBits) {
    return ": setgid for a group that this process is not in needs CAP_FSETID";
  }
  return ", because the owner was not";
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
  const entries = count === 1 ? "1 entry" : `${count} entries`;
  return [...names].map(([code, refused]) => {
    const list = refused.map(({ name }) => name).join(", ");
    return {
      code,
      message: `the system refused ${list} of ${entries}; --no-xattrs leaves them out`,
    };
  });
}
