// The text of `ferry capabilities`: a label and, beside it, what is told, in lines as wide as the screen has room for.

import type {
  Capabilities,
  FeatureName,
  Limits,
  Machine,
  PairCapabilities,
  PathCapabilities,
  Trial,
} from "../../mod.ts";
import { shownMessage } from "../quote.ts";
import { formatBytes, formatCount } from "../sizes.ts";
import { hanging } from "../wrap.ts";
import { CALLS, CODES, KEPT, STEPS } from "./capabilities_words.ts";
import type { Style } from "./terminal.ts";

const LABEL_COLUMNS = 13;

/** A label and the text beside it; one without text is left out. */
type Row = readonly [label: string, text: string | null];

/**
 * The text of what was found.
 *
 * @param width columns that a line may have
 */
export function capabilitiesText(
  { machine, paths, pairs, leftovers }: Capabilities,
  style: Pick<Style, "terminal">,
  width: number,
): string {
  const show = (text: string) => shownMessage(text, style.terminal);
  const block = (rows: readonly Row[], indent = 0) =>
    rows.flatMap(([label, text]) => {
      if (text === null || text === "") return [];
      const beside = `${" ".repeat(indent)}${label}`.padEnd(LABEL_COLUMNS + indent);
      return hanging(beside, show(text), width);
    });
  const lines = [
    ...block(machineRows(machine)),
    ...paths.flatMap((path, index) => [
      "",
      ...hanging(`[${index + 1}] `, show(headingOf(path)), width),
      ...block(pathRows(path), 2),
    ]),
    "",
    ...block(pairs.map((pair) => pairRow(pair, paths))),
    ...block(codesIn(paths, pairs)),
    ...block(leftovers.map(({ path, code }) => ["left over", `${path} (${code})`] as const)),
  ];
  return `${lines.join("\n")}\n`;
}

function machineRows(machine: Machine): Row[] {
  const { system, release, architecture, deno, v8, typescript } = machine;
  return [
    ["system", [system, release, architecture].filter((part) => part !== null).join(" ")],
    ["processors", processorsOf(machine)],
    ["runtime", `Deno ${deno}, V8 ${v8}, TypeScript ${typescript}`],
    [
      "calls",
      machine.calls === "portable"
        ? "those of Deno's API"
        : `the system's own${machine.hasFfi ? ", by FFI" : ""}`,
    ],
    ...machine.notes.map((note) => ["note", note] as const),
  ];
}

/** `1 of 2 that this process may run on` */
function processorsOf({ processors, usableProcessors, processorQuota }: Machine): string {
  const allowed = processors === null || processors === usableProcessors
    ? ""
    : ` of ${processors} that this process may run on`;
  const left = processorQuota === null ? "" : `; control groups leave ${processorQuota}`;
  return `${usableProcessors}${allowed}${left}`;
}

function headingOf({ path, folder, note }: PathCapabilities): string {
  return note === null ? path : `${path}: ${note} ${folder}`;
}

function pathRows(found: PathCapabilities): Row[] {
  const { error, fileSystem, limits, writable, features } = found;
  if (error !== null) return [["error", `${error.message} (${error.code})`]];
  const rows: Row[] = [
    ["file system", fileSystem && fileSystemText(fileSystem)],
    ["room", roomText(found)],
    ...(limits === null ? [] : limitRows(limits)),
  ];
  if (features === null) {
    const what = found.example === null ? "nothing" : `copies of '${found.example}' alone`;
    return [...rows, ["tried", `${what}: it cannot be written to${reasonOf(writable)}`]];
  }
  const named = (names: Readonly<Partial<Record<FeatureName, string>>>, works: boolean | null) =>
    (Object.keys(names) as FeatureName[])
      .filter((name) => features[name].works === works)
      .map((name) => `${names[name]}${detailOf(features[name])}`)
      .join(", ");
  return [
    ...rows,
    ["keeps", named(KEPT, true)],
    ["keeps not", named(KEPT, false)],
    ["unknown", named({ ...KEPT, ...CALLS }, null)],
    ["flags", found.flagNames.join(", ")],
    ["has", named(CALLS, true)],
    ["has not", named(CALLS, false)],
    ["instead", insteadOf(features.rename_noreplace)],
  ];
}

/** How a name is given where no call gives one that is free. */
function insteadOf({ works, note }: Trial): string | null {
  return works === false && note !== null ? `of RENAME_NOREPLACE: ${note}` : null;
}

function fileSystemText(
  { type, kind, source, mountPoint, flags }: NonNullable<Found["fileSystem"]>,
) {
  const from = source === "" || source === type ? "" : ` of ${source}`;
  const at = mountPoint === "" ? "" : ` on ${mountPoint}`;
  const what = kind === "" || type.includes(kind) ? "" : `, which is ${kind},`;
  const how = flags.length === 0 ? "" : ` (${flags.join(", ")})`;
  return `${type || "unknown"}${what}${from}${at}${how}`;
}

type Found = PathCapabilities;

function roomText({ room }: Found): string | null {
  if (room === null || room.totalBytes === 0) return null; // /proc and its like
  const { freeBytes, totalBytes, reservedBytes, freeInodes, totalInodes } = room;
  const reserved = reservedBytes === 0 ? "" : `, ${formatBytes(reservedBytes)} reserved`;
  const inodes = freeInodes === null || totalInodes === null
    ? ""
    : `; ${formatCount(freeInodes)} of ${formatCount(totalInodes)} inodes`;
  return `${formatBytes(freeBytes)} of ${formatBytes(totalBytes)} free${reserved}${inodes}`;
}

function limitRows(limits: Limits): Row[] {
  const { nameLength, nameUnit, pathLength, largestFile, refusedCharacters } = limits;
  const names = [
    nameLength === null ? null : `${nameLength} ${nameUnit}`,
    limits.ignoresCase === null ? null : `case ${limits.ignoresCase ? "is ignored" : "counts"}`,
    refusedCharacters ? `without ${[...refusedCharacters].join(" ")}` : null,
    limits.takesAnyBytes === false ? "UTF-8 only" : null,
  ];
  const { timeStepNs, firstTime, lastTime } = limits;
  const times = [
    timeStepNs === null ? null : STEPS[timeStepNs] ?? `steps of ${timeStepNs} ns`,
    firstTime === null || lastTime === null ? null : `${yearOf(firstTime)} to ${yearOf(lastTime)}`,
  ];
  return [
    ["names", listOf(names)],
    ["paths", `${pathLength} ${limits.pathUnit} in one call; ferry goes step by step beyond`],
    ["largest file", largestFile === null ? null : formatBytes(largestFile)],
    ["times", listOf(times)],
  ];
}

function listOf(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(", ");
}

/** Times beyond what a date can be are years as well. */
function yearOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? "far beyond 200000" : String(date.getUTCFullYear());
}

function pairRow({ from, to, methods }: PairCapabilities, paths: readonly Found[]): Row {
  const label = `[${from + 1}] to [${to + 1}]`;
  if (methods === null) {
    const missing = [...new Set([from, to])].filter((at) => paths[at].writable.works !== true);
    // What cannot be written to is no target; as a source it lacks a file.
    const reasons = missing.map((at) =>
      paths[at].error !== null
        ? `[${at + 1}] cannot be opened`
        : at === to
        ? `[${at + 1}] cannot be written to`
        : paths[at].example === null
        ? `[${at + 1}] has no file to copy, and none can be made`
        : null
    ).filter((reason) => reason !== null);
    return [label, `nothing tried: ${reasons.join("; ")}`];
  }
  const all = Object.entries(methods as Readonly<Record<string, Trial>>);
  const named = (answer: boolean | null) =>
    all.filter(([, { works }]) => works === answer)
      .map(([name, trial]) => `${name}${answer === true ? "" : reasonOf(trial)}`)
      .join(", ");
  const [working, failing] = [named(true), named(false)];
  const unknown = named(null);
  const not = failing.length === 0 ? "" : `; not ${failing}`;
  const open = unknown.length === 0 ? "" : `; not found out: ${unknown}`;
  return [label, `${working || "nothing"}${not}${open}`];
}

/** Explains the codes that were told. */
function codesIn(paths: readonly Found[], pairs: readonly PairCapabilities[]): Row[] {
  const trials = [
    ...paths.flatMap(({ writable, features }) => [writable, ...Object.values(features ?? {})]),
    ...pairs.flatMap(({ methods }) => Object.values(methods ?? {})),
  ];
  const told = new Set(trials.map(({ code }) => code));
  return Object.entries(CODES).filter(([code]) => told.has(code));
}

/** ` (EROFS)` */
function reasonOf({ code, note }: Trial): string {
  const reason = code ?? note;
  return reason === null ? "" : ` (${reason})`;
}

function detailOf({ works, code, note }: Trial): string {
  const detail = works === true ? note : code ?? note;
  return detail === null ? "" : ` (${detail})`;
}
