// `ferry verify`.

import { verify } from "../../mod.ts";
import type { Screen } from "../screen/terminal.ts";
import type { Settings } from "../settings.ts";
import { transfer } from "./transfer.ts";

/** Runs the command; gives the exit code. */
export function verifyCommand(settings: Settings, screen: Screen): Promise<number> {
  const { sources, dest } = settings;
  return transfer(settings, screen, (common) => verify(sources[0], dest, common));
}
