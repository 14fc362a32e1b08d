// What a run says at its end about things that are no failures: skipped for good reason, or out of an
// ordinary user's reach. Counted while it runs, said once.

import type { Identity } from "../../ffi/mod.ts";
import { counted, type CounterName } from "../shared/counters.ts";

/** The notices that the counters call for. */
export function noticesOf(memory: SharedArrayBuffer, identity: Identity): string[] {
  const notices: string[] = [];
  const say = (counter: CounterName, text: (entries: string) => string) => {
    const count = counted(memory, counter);
    if (count > 0) notices.push(text(count === 1 ? "1 entry" : `${count} entries`));
  };
  const who = identity.canChown ? "" : " (an ordinary user may not set it)";
  say("ownersNotKept", (entries) => `owner or group of ${entries} not kept${who}`);
  say(
    "specialBitsNotKept",
    (entries) => `setuid or setgid of ${entries} not kept, because the owner was not`,
  );
  say(
    "privilegedXattrsNotKept",
    (entries) =>
      identity.canChown
        ? `extended attributes of ${entries} not kept: they could not be read`
        : `security.* or trusted.* attributes of ${entries} not kept${who}`,
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
    "partialsKept",
    (entries) => `${entries} not complete: --resume goes on with what is there`,
  );
  const resumed = counted(memory, "bytesResumed");
  if (resumed > 0) notices.push(`${resumed} bytes were there already and proved to be right`);
  say("leftoversSwept", (entries) => `${entries} removed: temporary files of an interrupted run`);
  return notices;
}
