// `ferry copy`.

import { copy } from "../../mod.ts";
import type { Screen } from "../screen/terminal.ts";
import type { Settings } from "../settings.ts";
import { transfer } from "./transfer.ts";

/** Runs the command; gives the exit code. */
export function copyCommand(settings: Settings, screen: Screen): Promise<number> {
  const { sources, dest, placement } = settings;
  return transfer(settings, screen, (common) => copy(sources, dest, { ...common, placement }));
}
