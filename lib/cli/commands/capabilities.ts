// `ferry capabilities`: what this machine and the paths can do.

import { type Capabilities, capabilities } from "../../library/capabilities.ts";
import type { CapabilitiesRequest } from "../arguments/capabilities_request.ts";
import { textWidth } from "../columns.ts";
import { EXIT, exitCodeOfSignal } from "../exit_codes.ts";
import { looksRemote, looksUnc, remotePath } from "../arguments/remote_paths.ts";
import { capabilitiesText } from "../screen/capabilities.ts";
import { cancelledJson, capabilitiesJson } from "../screen/capabilities_json.ts";
import type { Screen } from "../screen/terminal.ts";
import { exists, firstName } from "../arguments/typed_paths.ts";
import { listenForStop } from "./signals.ts";

/** Looks, tries and prints; gives the exit code. */
export async function capabilitiesCommand(
  { paths, json }: CapabilitiesRequest,
  { painter, stdout }: Screen,
): Promise<number> {
  for (const path of paths) {
    if ((looksRemote(path) || looksUnc(path)) && !exists(firstName(path))) throw remotePath(path);
  }
  using stop = listenForStop((code) => Deno.exit(code));
  try {
    const found = await capabilities(paths, { signal: stop.signal });
    const exitCode = exitCodeOf(found);
    painter.out(
      json ? capabilitiesJson(found, exitCode) : capabilitiesText(found, stdout, textWidth()),
    );
    return exitCode;
  } catch (error) {
    if (stop.received === null || !stop.signal.aborted) throw error;
    const exitCode = exitCodeOfSignal(stop.received);
    if (json) painter.out(cancelledJson(exitCode));
    return exitCode;
  }
}

/** A path that cannot be opened, and a temporary folder that stays, are failures; a read-only path is none. */
function exitCodeOf({ paths, leftovers }: Capabilities): number {
  const isWhole = leftovers.length === 0 && paths.every(({ error }) => error === null);
  return isWhole ? EXIT.done : EXIT.partial;
}
