// What a run says of metadata that was not preserved, once for many entries: as a notice, or as an error
// where the user asked for it by name.

import type { NativeFileSystem } from "../../../ffi/mod.ts";
import type { Keep, Options } from "../../options.ts";
import { CONTROL } from "../../shared/control.ts";
import { counted } from "../../shared/counters.ts";
import type { RunRequest } from "../roots/request.ts";
import type { EventLog } from "./event_log.ts";
import { lostMetadata } from "./device_losses.ts";
import { lossNotice, noticesOf, refusalsOf, splitNotice, unlinkedNotice } from "./notices.ts";
import type { Threads } from "./threads.ts";

/** Reports at the start what ferry cannot preserve with the calls that it has here, on any target. */
export function reportMissingCalls(
  log: EventLog,
  { can }: NativeFileSystem,
  threads: Threads,
): void {
  const lost = lossNotice(can);
  if (lost !== null) log.notice(lost);
  const { ctx: { options: { required } }, mode } = threads.main;
  if (can.cannotKeep.length === 0 || mode !== "apply") return;
  const missing = [
    [required.xattrs && !can.xattrs, "extended attributes"],
    [required.acls && !can.xattrs, "ACLs"],
    [(required.owner || required.group) && !can.owners, "owners"],
  ] as const;
  for (const [isMissing, what] of missing) {
    if (!isMissing) continue;
    log.fail({ op: `keep ${what} in`, code: "EOPNOTSUPP", message: "Not supported without FFI" });
  }
}

/** Reports at the end what was counted during the run. */
export function reportLosses(log: EventLog, { dest }: RunRequest, { main, memory }: Threads): void {
  const { fs, lostNames, devices, options } = main.ctx;
  const { required } = options;
  const lost = lostNames.all();
  const copies = required.hardLinks === true ? counted(memory.counters, "namesCopied") : 0;
  const failed = copies > 0 ? ["namesCopied" as const] : [];
  for (const message of noticesOf(memory, fs.identity, lost, failed)) log.notice(message);
  if (copies > 0) failToKeep(log, "hard-links", splitNotice(copies, memory));
  const unlinked = unlinkedNotice(main.ctx.control[CONTROL.unlinkedCauses]);
  if (unlinked !== null) log.notice(unlinked);
  for (const refusal of refusalsOf(memory.counters, lost)) {
    log.fail({ op: "keep attributes in", syscall: "setxattr", ...refusal });
  }
  for (const { text, options: lost } of lostMetadata(devices.all())) {
    const insisted = lost.map((kind) => insistedOn(options, kind)).find((option) =>
      option !== null
    );
    if (insisted === undefined) log.notice(`in '${dest}' ${text}`);
    else failToKeep(log, insisted!, text);
  }
  const far = counted(memory.counters, "timesOutOfRange");
  if (far > 0 && required.times === true) {
    failToKeep(log, "times", `${far} ${far === 1 ? "is" : "are"} out of the file system's range`);
  }
}

/** The option by which the user asked for that kind of metadata; null if none was typed. */
function insistedOn({ required, chmod }: Options, kind: keyof Keep): string | null {
  if (required[kind] === true) return kind;
  return kind === "perms" && chmod.length > 0 ? "chmod" : null;
}

function failToKeep(log: EventLog, option: string, message: string): void {
  log.fail({ op: `keep --${option} in`, code: "NOT_KEPT", message });
}
