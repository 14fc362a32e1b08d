// How well runs tell their progress: each kind of run is recorded, and the time left that was told compared with what then
// came true.
//
//   deno run -A bench/progress_error.ts [--keep FOLDER] [KIND…]      records, and keeps the recordings
//   deno run -A bench/progress_error.ts --judge FOLDER               judges kept ones anew, by the model as it is now
//
// KIND is a part of a name and a file system, as `large, slow-1ms`; none: all. The error at a moment is how far the end
// that was told lies from the true one, as a share of the whole run: what a user who plans by it is wrong by. A share of what
// is left would be large without harm in the last second. It counts from a tenth of the time on, and so do moments
// at which nothing is told: their share stands beside it.

import { parseArgs } from "@std/cli/parse-args";
import { Forecaster } from "../lib/cli/screen/forecaster.ts";
import { catchSignals, cleanUp } from "./cleanup.ts";
import { DISK, disk } from "./cold_storage.ts";
import { run } from "./command.ts";
import { FILE_SYSTEMS, type FileSystem, privateFolder } from "./file_systems.ts";
import { eventsOf, type Recording } from "./record_progress.ts";
import { type Kind, KINDS } from "./progress_kinds.ts";
import { SLOW } from "./slow_storage.ts";

/** The share of a run's time from which on its progress is judged. */
const JUDGED_FROM = 0.1;
/** Where a resumed run's first one was broken off, in milliseconds. */
const BROKEN_OFF_MS = 3000;

/** How well a run's progress was told. */
export interface Judgement {
  readonly durationMs: number;
  /** The share of the time at which the time left was told for the first time; 1 where it never was. */
  readonly knownFrom: number;
  /** The share of the judged moments at which nothing was told. */
  readonly untold: number;
  /** The largest errors: of the end, and of the share done. */
  readonly end: number;
  readonly share: number;
  /** How many times the share fell. */
  readonly falls: number;
}

/** Judges a recording by the model as it is now. */
export function judge(recording: Recording): Judgement {
  const { durationMs } = recording;
  const forecaster = new Forecaster();
  let knownFrom = 1, judged = 0, untold = 0, end = 0, share = 0, falls = 0, before = 0;
  for (const event of eventsOf(recording)) {
    const { fraction, leftMs } = forecaster.add(event);
    const at = event.durationMs / durationMs;
    if (leftMs !== null) knownFrom = Math.min(knownFrom, at);
    if ((fraction ?? 0) < before) falls++;
    before = fraction ?? 0;
    if (at < JUDGED_FROM || at > 1) continue;
    judged++;
    if (leftMs === null || fraction === null) {
      untold++;
      continue;
    }
    end = Math.max(end, Math.abs((event.durationMs + leftMs) / durationMs - 1));
    share = Math.max(share, Math.abs(fraction - at));
  }
  return { durationMs, knownFrom, untold: untold / Math.max(1, judged), end, share, falls };
}

function fileSystem(name: string): FileSystem {
  if (name === DISK) return disk(null);
  return [...FILE_SYSTEMS, ...SLOW].find((one) => one.name === name)!;
}

async function recorded(kind: Kind, on: string, folder: string): Promise<Recording> {
  const { command = "mirror", options = {} } = kind;
  const made = await fileSystem(on).make(folder, `${on}-${kind.name.replaceAll(/\W/g, "_")}`);
  try {
    const own = made.own ?? made.path;
    const sides = { source: `${own}/source`, dest: `${own}/dest` };
    const child = async (...args: string[]) =>
      await run(Deno.execPath(), "run", "-A", "-q", script("record_progress.ts"), ...args);
    await kind.build(sides, async () => void await child("mirror", sides.source, sides.dest));
    const args = [command, `${made.path}/source`, `${made.path}/dest`, JSON.stringify(options)];
    if ("resume" in options) {
      await run(
        "timeout",
        "-s",
        "INT",
        String(BROKEN_OFF_MS / 1000),
        Deno.execPath(),
        "run",
        "-A",
        "-q",
        script("../main.ts"),
        command,
        "--resume",
        args[1],
        args[2],
      ).catch(() => {});
    }
    await made.forget?.();
    return JSON.parse(await child(...args));
  } finally {
    await made.remove();
  }
}

function script(name: string): string {
  return new URL(name, import.meta.url).pathname;
}

const percent = (share: number) => `${Math.round(share * 100)} %`.padStart(7);

function print(
  name: string,
  { durationMs, knownFrom, untold, end, share, falls }: Judgement,
): void {
  console.log(
    `${name.padEnd(34)}${(durationMs / 1000).toFixed(1).padStart(6)} s` +
      [knownFrom, untold, end, share].map(percent).join("") +
      (falls > 0 ? `   falls ${falls}` : ""),
  );
}

async function recordAll(
  wanted: readonly (string | number)[],
  keep: string | undefined,
): Promise<void> {
  const folder = privateFolder();
  for (const kind of KINDS) {
    for (const on of kind.on) {
      const name = `${kind.name}, ${on}`;
      if (wanted.length > 0 && !wanted.some((part) => name.includes(String(part)))) continue;
      const why = fileSystem(on).whyUnavailable();
      if (why !== null) {
        console.log(`${name}: ${why}`);
        continue;
      }
      const recording = await recorded(kind, on, folder).catch((error) => {
        console.error(`${name}: ${error.message}`);
        return null;
      });
      if (recording === null) continue;
      if (keep) Deno.writeTextFileSync(`${keep}/${name}.json`, JSON.stringify(recording));
      print(name, judge(recording));
    }
  }
}

if (import.meta.main) {
  const { _: wanted, keep, judge: kept } = parseArgs(Deno.args, { string: ["keep", "judge"] });
  console.log(`${"".padEnd(34)}    time  known  untold   end  share`);
  if (kept) {
    for (const name of [...Deno.readDirSync(kept)].map(({ name }) => name).toSorted()) {
      print(
        name.replace(/\.json$/, ""),
        judge(JSON.parse(Deno.readTextFileSync(`${kept}/${name}`))),
      );
    }
  } else {
    catchSignals();
    try {
      if (keep) Deno.mkdirSync(keep, { recursive: true });
      await recordAll(wanted, keep);
    } finally {
      await cleanUp();
    }
  }
}
