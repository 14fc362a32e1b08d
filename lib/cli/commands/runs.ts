// The commands that read or change trees. The module is loaded when one of them is called, because they
// need the engine and the others do not.

import { startCopy, startMirror, startMove, startPlan } from "../../library/start.ts";
import type { Screen } from "../screen/terminal.ts";
import type { Settings } from "../settings.ts";
import { transfer } from "./transfer.ts";
import { verifyCommand } from "./verify.ts";

/** Each runs its command and gives the exit code. */
export const RUNS = {
  copy: copyCommand,
  mirror: mirrorCommand,
  move: moveCommand,
  verify: verifyCommand,
  plan: planCommand,
} as const;

function copyCommand(settings: Settings, screen: Screen): Promise<number> {
  const { sources, dest, placement } = settings;
  const asked = { command: "copy", sources, dest, placement } as const;
  return transfer(settings, screen, (common) => startCopy(asked, common));
}

function moveCommand(settings: Settings, screen: Screen): Promise<number> {
  const { sources, dest, placement } = settings;
  const asked = { command: "move", sources, dest, placement } as const;
  return transfer(settings, screen, (common) => startMove(asked, common));
}

function mirrorCommand(settings: Settings, screen: Screen): Promise<number> {
  const { sources, dest } = settings;
  return transfer(settings, screen, (common) => startMirror(sources[0], dest, common));
}

function planCommand(settings: Settings, screen: Screen): Promise<number> {
  const { sources, dest } = settings;
  return transfer(settings, screen, async (common) => {
    const { pastRuns } = await import("../history.ts");
    return await startPlan(sources[0], dest, { ...common, history: pastRuns() });
  });
}
