// How wide text on standard output may be. A screen of 40 columns is as narrow as any that people read on.

import { variable } from "./variable.ts";
import { WIDTH } from "./wrap.ts";

const NARROWEST = 40;

/** The screen's columns: what COLUMNS says, else what a terminal does; null where neither does. */
function screenColumns(): number | null {
  const told = Number(variable("COLUMNS") ?? "");
  if (Number.isInteger(told) && told > 0) return told;
  return Deno.stdout.isTerminal() ? terminalColumns() : null;
}

/** The columns of the terminal; null where there is none, or it was never told its size. */
export function terminalColumns(): number | null {
  try {
    return Deno.consoleSize().columns || null;
  } catch {
    return null;
  }
}

/** Columns for text that is wrapped: lines of more than 80 are hard to read. */
export function textWidth(): number {
  return Math.max(NARROWEST, Math.min(WIDTH, screenColumns() ?? WIDTH));
}

/** Columns for a table, whose rows stay whole where no screen is known: programs read them. */
export function tableWidth(): number {
  return Math.max(NARROWEST, screenColumns() ?? Infinity);
}
