// `ferry mirror`.

import { mirror } from "../../mod.ts";
import type { Screen } from "../screen/terminal.ts";
import type { Settings } from "../settings.ts";
import { transfer } from "./transfer.ts";

/** Runs the command; gives the exit code. */
export function mirrorCommand(settings: Settings, screen: Screen): Promise<number> {
  const { sources, dest } = settings;
  return transfer(settings, screen, (common) => mirror(sources[0], dest, common));
}
