// What `ferry plan` prints: counts, sizes, methods and room, in columns that fit half a terminal.

import type { Summary } from "../../summary.ts";
import type { PlannedMethod } from "../../costs/methods.ts";
import type { Plan } from "../../costs/plan.ts";
import type { PlannedRoom } from "../../costs/room.ts";
import type { SizeRange } from "../../costs/sizes.ts";
import { formatDuration } from "../durations.ts";
import { quotePath } from "../quote.ts";
import { formatBytes, formatCount } from "../sizes.ts";
import { decodeLossy, toBytes } from "../text.ts";
import { wrap } from "../wrap.ts";

/** How wide it may be, and whether names are escaped for a terminal. */
export interface PlanStyle {
  readonly columns: number;
  readonly terminal: boolean;
}

const LABEL_COLUMNS = 17;
const COUNT_COLUMNS = 10;
const BYTES_COLUMNS = 11;
const ROW_COLUMNS = LABEL_COLUMNS + COUNT_COLUMNS + BYTES_COLUMNS;
/** The longest bar, and the shortest that says something. */
const MOST_BAR = 30;
const LEAST_BAR = 5;
const INDENT = 4;

/** Whether a summary is that of a plan; one that could not be made is not. */
export function isPlan(summary: Summary): summary is Plan {
  return summary.command === "plan" && "rooms" in summary;
}

/** All of it, with its end. */
export function planText(plan: Plan, style: PlanStyle): string {
  const lines = [
    ...counts(plan),
    ...sizes(plan.sizes, style),
    ...methods(plan.methodsExpected, style),
    ...plan.rooms.flatMap((room) => roomLines(room, style)),
    ...timeLines(plan, style),
    ending(plan),
  ];
  return lines.join("\n") + "\n";
}

function row(label: string, count: string, bytes = ""): string {
  return (label.padEnd(LABEL_COLUMNS) + count.padStart(COUNT_COLUMNS) +
    bytes.padStart(BYTES_COLUMNS))
    .trimEnd();
}

function counts(plan: Plan): string[] {
  const rows: readonly (readonly [string, number, number?])[] = [
    ["copy", plan.filesCopied, plan.bytesFound - plan.bytesReplaced],
    ["replace", plan.filesReplaced, plan.bytesReplaced],
    ["make folder", plan.foldersCreated],
    ["link", plan.linksCreated],
    ["special file", plan.specialsCreated],
    ["update metadata", plan.metadataUpdated],
    ["delete", plan.deleted],
    ["remove from SOURCE", plan.sourcesRemoved],
    ["cannot be made", plan.filesFailed],
  ];
  const wanted = rows.filter(([, count]) => count > 0);
  const lines = wanted.map(([label, count, bytes]) =>
    row(label, formatCount(count), bytes === undefined ? "" : formatBytes(bytes))
  );
  if (wanted.length === 0) lines.push("nothing to do");
  if (plan.filesUnchanged > 0) lines.push(row("keep", formatCount(plan.filesUnchanged)));
  return lines;
}

function sizes(all: readonly SizeRange[], { columns }: PlanStyle): string[] {
  const isUsed = ({ files }: SizeRange) => files > 0;
  const shown = all.slice(all.findIndex(isUsed), all.findLastIndex(isUsed) + 1);
  if (shown.length === 0) return [];
  const most = Math.max(...shown.map(({ files }) => files));
  const width = Math.min(columns - ROW_COLUMNS - 2, MOST_BAR);
  return [
    "",
    "by size",
    ...shown.map(({ upTo, files, bytes }) => {
      const label = upTo === null ? "  larger" : `  up to ${formatBytes(upTo).replace(".0 ", " ")}`;
      const bar = width < LEAST_BAR ? "" : "#".repeat(Math.ceil(files / most * width));
      return `${row(label, formatCount(files), formatBytes(bytes))} ${bar}`.trimEnd();
    }),
  ];
}

function methods(all: readonly PlannedMethod[], style: PlanStyle): string[] {
  return all.length === 0
    ? []
    : ["", "by method", ...all.flatMap((method) => methodLines(method, style))];
}

function methodLines(
  { method, otherwise, why, files, bytes }: PlannedMethod,
  { columns }: PlanStyle,
): string[] {
  const names = [method ?? "none", ...otherwise === null ? [] : [otherwise]];
  const label = `  ${names.join(", else ")}`;
  const isLong = label.length > LABEL_COLUMNS;
  const cells = row(isLong ? "" : label, formatCount(files), formatBytes(bytes));
  const lines = isLong ? [label, cells] : [cells];
  const last = lines[lines.length - 1];
  if (last.length + 2 + why.length <= columns) {
    return [...lines.slice(0, -1), `${last}  ${why}`];
  }
  return [...lines, ...wrap(why, INDENT, columns)];
}

function roomLines(room: PlannedRoom, { columns, terminal }: PlanStyle): string[] {
  const { path, type, neededBytes, mostBytes, neededEntries, freeBytes, freeEntries } = room;
  const name = decodeLossy(toBytes(quotePath(path, terminal)));
  const entries = (count: number | null) => count === null ? "" : formatCount(count);
  const needed = neededBytes === mostBytes || room.fits !== "perhaps"
    ? [row("  needed", formatBytes(room.fits === "no" ? neededBytes : mostBytes))]
    : [row("  at least", formatBytes(neededBytes)), row("  at most", formatBytes(mostBytes))];
  const free = freeBytes === null ? [] : [row("  free", formatBytes(freeBytes))];
  const inodes = freeEntries === null || room.fits !== "no" || neededEntries <= freeEntries ? [] : [
    row("  entries needed", entries(neededEntries)),
    row("  entries free", entries(freeEntries)),
  ];
  return [
    "",
    `room in ${name}${type === "" ? "" : ` (${type})`}`,
    ...needed,
    ...free,
    ...inodes,
    ...wrap(verdict(room), 2, columns),
  ];
}

function timeLines({ estimate }: Plan, { columns }: PlanStyle): string[] {
  if (estimate === null) return [];
  const { seconds, low, high, runs } = estimate;
  const text = (time: number) => formatDuration(time * 1000);
  const source = runs === 0
    ? "assumed, for no run like it is remembered"
    : `by ${formatCount(runs)} past ${runs === 1 ? "run" : "runs"}`;
  return [
    "",
    `time about ${text(seconds)}`,
    ...wrap(`mostly ${text(low)} to ${text(high)}, ${source}`, 2, columns),
  ];
}

function verdict(room: PlannedRoom): string {
  const { fits, neededBytes, neededEntries, freedBytes, freeBytes, freeEntries } = room;
  switch (fits) {
    case "yes":
      return "it fits";
    case "perhaps":
      return "it MAY NOT FIT: that depends on the order of the files, on what is shared or compressed, and on what the file system takes for itself";
    case "unknown":
      return "how much is free is not told here";
    case "no": {
      const bytes = neededBytes - (freeBytes ?? 0);
      const lack = bytes > 0
        ? formatBytes(bytes)
        : `${formatCount(neededEntries - (freeEntries ?? 0))} entries`;
      const later = freedBytes > 0
        ? `; deletions free ${formatBytes(freedBytes)}, but only after all is copied`
        : "";
      return `it DOES NOT FIT: ${lack} too much${later}`;
    }
  }
}

function ending({ outcome, durationMs }: Plan): string {
  const took = `in ${formatDuration(durationMs)}`;
  if (outcome === "cancelled") return `\ninterrupted ${took}: there is more to do than this`;
  if (outcome === "stopped") return `\nstopped ${took}: the run would stop here, too`;
  return `\nplanned ${took}; nothing was touched`;
}
