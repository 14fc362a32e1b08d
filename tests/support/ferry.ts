// ferry as its users run it: the command line in a process of its own (from source, or the binary that
// FERRY_BINARY names), optionally under another program such as strace; and the library in this process.

import "./no_history.ts";
import type { MethodName, OperationEvent, RunEvent } from "../../lib/events.ts";
import type { Summary } from "../../lib/summary.ts";
import { chosenStandIn } from "./chosen_stand_in.ts";
import { copy, mirror, move, type RunOptions } from "./runs.ts";

const MAIN = new URL(
  chosenStandIn() === null ? "../../main.ts" : "./stand_in_main.ts",
  import.meta.url,
).pathname;

/** The command that starts ferry. */
export function ferryCommand(): string[] {
  // The executable calls the system that it runs on, whatever stands in for another.
  const binary = chosenStandIn() === null ? Deno.env.get("FERRY_BINARY") : undefined;
  return binary ? [binary] : [Deno.execPath(), "run", "-A", "--no-check", MAIN];
}

/** What a run of the command line came to. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs ferry and waits for it. */
export function ferry(...args: string[]): Promise<Outcome> {
  return ferryUnder([], ...args);
}

/** Runs ferry as the last argument of another command, `["strace", "-f"]` for example. */
export function ferryUnder(prefix: readonly string[], ...args: string[]): Promise<Outcome> {
  return runWords([...prefix, ...ferryCommand(), ...args]);
}

/** Runs a program with its arguments and waits for it. */
export async function runWords([program, ...rest]: readonly string[]): Promise<Outcome> {
  const output = await new Deno.Command(program, { args: rest, stdout: "piped", stderr: "piped" })
    .output();
  const decoder = new TextDecoder();
  return {
    code: output.code,
    stdout: decoder.decode(output.stdout),
    stderr: withoutProgress(decoder.decode(output.stderr)),
  };
}

/** Runs ferry and tells, beside its outcome, how much memory it held at most, in bytes. */
export async function ferryMeasured(...args: string[]): Promise<Outcome & { peakBytes: number }> {
  const [program, ...rest] = [...ferryCommand(), ...args];
  const child = new Deno.Command(program, { args: rest, stdout: "piped", stderr: "piped" }).spawn();
  let peakBytes = 0;
  const look = () => {
    try {
      // The kernel keeps the high-water mark, so that looking now and then misses little.
      const status = Deno.readTextFileSync(`/proc/${child.pid}/status`);
      peakBytes = Math.max(peakBytes, Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0) * 1024);
    } catch { /* it has ended */ }
  };
  const timer = setInterval(look, 5);
  const { code, stdout, stderr } = await child.output();
  clearInterval(timer);
  const decoder = new TextDecoder();
  const shown = { stdout: decoder.decode(stdout), stderr: withoutProgress(decoder.decode(stderr)) };
  return { code, ...shown, peakBytes };
}

/** What a run printed but for the lines of progress, which depend on how slow the machine is. */
export function withoutProgress(stderr: string): string {
  return stderr.replace(/^ferry: \d.*, (?:ETA )?\d+(?::\d\d)+\n/gm, "");
}

/** Fails unless a run ended well and silently; gives it back. */
export function expectSuccess(outcome: Outcome): Outcome {
  if (outcome.code !== 0 || outcome.stderr !== "") {
    throw new Error(`exit ${outcome.code}\n${outcome.stdout}\n${outcome.stderr}`);
  }
  return outcome;
}

/** What the library did, with every event. */
export interface LibraryRun {
  readonly summary: Summary;
  readonly events: readonly RunEvent[];
  /** Method of each file that was copied, by path. */
  readonly methods: ReadonlyMap<string, MethodName | null>;
}

/** Calls the library; `copy` and `move` take `target` as the new name of `source`. */
export async function runLibrary(
  command: "copy" | "mirror" | "move",
  source: string,
  target: string,
  options: RunOptions = {},
): Promise<LibraryRun> {
  const events: RunEvent[] = [];
  const all = {
    reportOperations: true,
    ...options,
    onEvent: (event: RunEvent) => void events.push(event),
  };
  const place = command === "copy" ? copy : move;
  const summary = command === "mirror"
    ? await mirror(source, target, all)
    : await place(source, target, { placement: "exact", ...all });
  const copied = events.filter((event): event is OperationEvent =>
    event.type === "operation" && (event.op === "copy" || event.op === "replace")
  );
  const methods = new Map(
    copied.map(({ path, method }) => [new TextDecoder().decode(path), method]),
  );
  return { summary, events, methods };
}
