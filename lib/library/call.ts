// What all functions of the library do: check what they were given, begin a run, and tell what comes of it.

import { run } from "../engine/run/run.ts";
import type { RunRequest } from "../engine/roots/request.ts";
import { FerryError, UsageError } from "../errors.ts";
import type { Summary as RunSummary } from "../summary.ts";
import { invalid, shown } from "../library_options.ts";
import type { Options } from "../options.ts";
import { Backlog } from "../shared/backlog.ts";
import { EventStream } from "./event_stream.ts";
import { type FunctionName, optionsOf, takenOver } from "./given_options.ts";
import { inOptionNames, toldInOptionNames } from "./option_names.ts";
import type { CommonOptions } from "./options.ts";
import { type Path, pathOf, pathsOf } from "./path.ts";
import { checkPermissions, permissionErrorOf } from "./permissions.ts";
import type { Asked } from "./request.ts";
import { Run } from "./run.ts";
import { type Summary, summaryOf } from "./summary.ts";

/** A call of one of the functions. */
export interface Call<R extends RunSummary = RunSummary> extends Pick<Asked, "command"> {
  readonly name: FunctionName;
  readonly sources: Path | readonly Path[];
  readonly dest: Path;
  /** What the caller gave. */
  readonly given: CommonOptions & { readonly placement?: unknown };
  /** Where the function has no option for it. */
  readonly placement?: "exact";
  /** What holds for this function instead of the defaults of a copy. */
  readonly defaults?: Partial<Options>;
  /** Whether nothing is written, whatever the options say. */
  readonly readsOnly?: boolean;
  /** Carries the request out; a run by default. */
  readonly carryOut?: (request: RunRequest) => Promise<R>;
}

/** Begins a run. */
export function begin<S = Summary, R extends RunSummary = RunSummary>(call: Call<R>): Run<S> {
  const backlog = new Backlog();
  const events = new EventStream(backlog);
  return new Run(carryOut(call, events, backlog) as Promise<S>, events);
}

async function carryOut(call: Call, events: EventStream, backlog: Backlog): Promise<Summary> {
  try {
    const taken = takenCall(call, events, backlog);
    await null; // a loop over the events begins in the same turn
    events.begin();
    return await carryOutTaken(call, taken);
  } catch (error) {
    throw error instanceof FerryError ? inOptionNames(error) : permissionErrorOf(error) ?? error;
  } finally {
    events.end();
  }
}

/** A call whose values are taken over and checked: what the script does with its objects from now on is its own affair. */
interface TakenCall {
  readonly request: RunRequest;
  readonly guard: CallbackGuard;
  readonly signal: AbortSignal | undefined;
}

function takenCall(call: Call, events: EventStream, backlog: Backlog): TakenCall {
  const given = checkedGiven(call);
  const { signal } = given;
  signal?.throwIfAborted();
  const guard = new CallbackGuard(signal);
  const request = requestOf({ ...call, given }, guard, events, backlog);
  checkPermissions(request, call.readsOnly ?? false);
  return { request, guard, signal };
}

async function carryOutTaken(call: Call, { request, guard, signal }: TakenCall): Promise<Summary> {
  const summary = await (call.carryOut ?? run)(request);
  guard.rethrow();
  if (summary.outcome === "cancelled") throw signal!.reason;
  return summaryOf(summary);
}

function requestOf(
  call: Call,
  guard: CallbackGuard,
  events: EventStream,
  backlog: Backlog,
): RunRequest {
  const { command, name, defaults = {} } = call;
  const { onEvent, signal: _, progressIntervalMs, countsSource, ownFiles, placement, ...rest } =
    call.given;
  const options = optionsOf(rest, defaults);
  if (Array.isArray(call.sources) && !TAKES_SEVERAL.includes(name)) {
    throw new UsageError("EINVAL", `${name}() takes one SOURCE, not a list of them`);
  }
  const sources = pathsOf(call.sources, "SOURCE");
  if (options.onlyPaths !== null && sources.length > 1) {
    throw new UsageError("CONFLICT", "'onlyPaths' takes one SOURCE, which its paths are below");
  }
  const tell = onEvent && guard.around(onEvent);
  const { filter } = options;
  return {
    command,
    placement: call.placement ?? (placement as RunRequest["placement"] | undefined) ?? "auto",
    sources,
    dest: pathOf(call.dest, "DEST"),
    startedIn: workingFolder(),
    options: filter === null ? options : { ...options, filter: guard.around(filter, chosen) },
    onEvent(event) {
      const told = toldInOptionNames(event);
      tell?.(told);
      events.push(told);
    },
    signal: guard.signal,
    progressIntervalMs: progressIntervalMs ?? 0,
    countsSource: countsSource ?? true,
    ownFiles: (ownFiles ?? []).map(({ path, what }) => ({ path: pathOf(path, what), what })),
    backlog,
  };
}

/** Functions for which a list of sources means something; `check` has none. */
const TAKES_SEVERAL: readonly FunctionName[] = ["copy", "move", "check"];

/** Null where there is none any more, or it may not be told. */
function workingFolder(): string | null {
  try {
    return Deno.cwd();
  } catch {
    return null;
  }
}

/** What a filter function has said. A promise would count as true, and leave everything in. */
function chosen(answer: unknown): boolean {
  if (typeof answer === "boolean") return answer;
  throw new TypeError(`the function 'filter' gives true or false, not ${shown(answer)}`);
}

/** Calls functions of the caller: what one of them throws stops the run, and is thrown at its end. */
class CallbackGuard {
  readonly #stop = new AbortController();
  readonly signal: AbortSignal;
  #failure: { readonly error: unknown } | null = null;

  constructor(signal: AbortSignal | undefined) {
    const own = this.#stop.signal;
    this.signal = signal === undefined ? own : AbortSignal.any([signal, own]);
  }

  /** The same function, which throws nothing; then, and from then on, it gives false. */
  around<A, B>(call: (value: A) => B, check: (answer: B) => B = (answer) => answer) {
    return (value: A): B => {
      if (this.#failure === null) {
        try {
          return check(call(value));
        } catch (error) {
          this.#failure = { error };
          this.#stop.abort();
        }
      }
      return false as B;
    };
  }

  /** @throws what a function has thrown */
  rethrow(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }
}

/** Timers count in 32 bits: a longer one would go off at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** What a value of a call has to be, where the engine does not ask. */
const OWN_CHECKS: Readonly<Record<string, readonly [(value: unknown) => boolean, string]>> = {
  onEvent: [(value) => typeof value === "function", "a function"],
  signal: [(value) => value instanceof AbortSignal, "an AbortSignal"],
  progressIntervalMs: [
    (value) =>
      (value as number) >= 0 && (value as number) <= LONGEST_WAIT_MS && typeof value === "number",
    `milliseconds up to ${LONGEST_WAIT_MS}`,
  ],
  countsSource: [(value) => typeof value === "boolean", "true or false"],
  ownFiles: [
    (value) => Array.isArray(value) && value.every((file) => typeof file?.what === "string"),
    "a list of { path, what }",
  ],
  placement: [
    (value) => ["auto", "into", "exact"].includes(value as string),
    "one of 'auto', 'into', 'exact'",
  ],
};

/** @throws {UsageError} for what is wrong beside the options of the engine */
function checkedGiven({ given, placement, name }: Call): Call["given"] {
  const own = Object.keys(OWN_CHECKS);
  const values = takenOver(name, given, own);
  if (placement !== undefined && values.placement !== undefined) {
    throw invalid(`${name}() takes no option 'placement'; copy(), move() do`);
  }
  for (const [option, [isRight, wanted]] of Object.entries(OWN_CHECKS)) {
    const value = values[option];
    if (value === undefined || isRight(value)) continue;
    throw invalid(`the option '${option}' takes ${wanted}, not ${shown(value)}`);
  }
  return values;
}
