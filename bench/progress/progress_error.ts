// How well runs tell their progress: each kind of run is recorded, and the time left that was told compared with what then
// came true.
//
//   deno run -A bench/progress/progress_error.ts [--keep FOLDER] [KIND…]      records, and keeps the recordings
//   deno run -A bench/progress/progress_error.ts --judge FOLDER               judges kept ones anew, by the model as it is now
//
// KIND is a part of a name and a file system, as `large last, slow-1ms` or `--swap, slow`; none: all.

import { parseArgs } from "@std/cli/parse-args";
import { catchSignals, cleanUp, interrupted } from "../cleanup.ts";
import { DISK, disk } from "../storage/cold_storage.ts";
import { run } from "../command.ts";
import { memoryFor, touchMemory } from "../measure/warm_memory.ts";
import { compileNative } from "../native/native.ts";
import { FILE_SYSTEMS, type FileSystem, privateFolder } from "../storage/file_systems.ts";
import { judge, type Judgement } from "./judge_progress.ts";
import type { Recording } from "./record_progress.ts";
import { type Kind, KINDS } from "./progress_kinds.ts";
import { SLOW } from "../storage/slow_storage.ts";

/** Where a resumed run's first one was broken off, in milliseconds. */
const BROKEN_OFF_MS = 3000;

/** A private folder, and the compiled touch_memory.c in it; null where there is no compiler. */
interface Tools {
  readonly folder: string;
  readonly touch: string | null;
}

function fileSystem(name: string): FileSystem {
  if (name === DISK) return disk(null);
  return [...FILE_SYSTEMS, ...SLOW].find((one) => one.name === name)!;
}

async function recorded(
  kind: Kind,
  on: string,
  { folder, touch }: Tools,
): Promise<Recording> {
  const { command = "mirror", options = {} } = kind;
  const made = await fileSystem(on).make(folder, `${on}-${kind.name.replaceAll(/\W/g, "_")}`);
  try {
    const own = made.own ?? made.path;
    const sides = { source: `${own}/source`, dest: `${own}/dest` };
    const child = async (...args: string[]) =>
      await run(Deno.execPath(), "run", "-A", "-q", script("record_progress.ts"), ...args);
    await kind.build(sides, async () => void await child("mirror", sides.source, sides.dest));
    const dest = kind.isApart ? `${folder}/dest` : `${made.path}/dest`;
    const args = [command, `${made.path}/source`, dest, JSON.stringify(options)];
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
        script("../../main.ts"),
        command,
        "--resume",
        args[1],
        args[2],
      ).catch(() => {});
    }
    // What was made is written before the run, not in the midst of it.
    await run("sync", "-f", own);
    const need = memoryFor(sides, 0);
    await made.forget?.();
    // Else the host of a virtual machine, which hands out memory slowly, slows a run down in its midst.
    if (touch !== null) await touchMemory(touch, need);
    return JSON.parse(await child(...args));
  } finally {
    await made.remove();
  }
}

function script(name: string): string {
  return new URL(name, import.meta.url).pathname;
}

const percent = (share: number) => `${Math.round(share * 100)} %`.padStart(7);

function print(name: string, judgement: Judgement): void {
  const { durationMs, knownFrom, untold, right, end, share, falls } = judgement;
  const shares = [knownFrom, untold, right, end, share].map(percent).join("");
  const fell = falls > 0 ? `   falls ${falls}` : "";
  console.log(`${name.padEnd(34)}${(durationMs / 1000).toFixed(1).padStart(6)} s${shares}${fell}`);
}

/** What the command line asks for. */
interface Asked {
  /** Parts of names of kinds; all kinds if there are none. */
  readonly wanted: readonly string[];
  readonly keep?: string;
  readonly judge?: string;
}

/**
 * Reads a command line. A KIND may begin with dashes, as names of kinds do, so that only what is no option is one.
 *
 * @throws for a KIND that no kind has in its name
 */
export function asked(args: readonly string[]): Asked {
  const end = args.indexOf("--");
  const before = end < 0 ? args : args.slice(0, end);
  const isKind = (arg: string, i: number) =>
    !/^--(?:keep|judge)(?:=|$)/.test(arg) && !["--keep", "--judge"].includes(before[i - 1]);
  const wanted = [...before.filter(isKind), ...args.slice(before.length + 1)];
  const unknown = wanted.find((part) => namesOf(part).length === 0);
  if (unknown !== undefined) throw new Error(`no kind has '${unknown}' in its name`);
  const options = before.filter((arg, i) => !isKind(arg, i));
  const { keep, judge } = parseArgs(options, { string: ["keep", "judge"] });
  return { wanted, keep, judge };
}

/** The names of kinds, each with a file system, of which that is a part. */
function namesOf(part: string): readonly string[] {
  return KINDS.flatMap(({ name, on }) => on.map((one) => `${name}, ${one}`))
    .filter((name) => name.includes(part));
}

async function recordAll({ wanted, keep }: Asked): Promise<void> {
  const folder = privateFolder();
  const { touchMemory: touch } = await compileNative(folder);
  for (const kind of KINDS) {
    for (const on of kind.on) {
      const name = `${kind.name}, ${on}`;
      if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
      const why = fileSystem(on).whyUnavailable();
      if (why !== null) {
        console.log(`${name}: ${why}`);
        continue;
      }
      const recording = await recorded(kind, on, { folder, touch }).catch((error) => {
        interrupted.throwIfAborted();
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
  const request = asked(Deno.args);
  const { keep, judge: kept } = request;
  console.log(`${"".padEnd(34)}    time  known  untold  right    end  share`);
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
      await recordAll(request);
    } finally {
      await cleanUp();
    }
  }
}
