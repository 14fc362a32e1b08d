// The command line as a process under way, for what only that shows: signals, and a run that is held at
// a moment of the test's choosing while something happens to its files.

import { ferryCommand, type Outcome, withoutProgress } from "./ferry.ts";

/** A process under way. */
export interface Started {
  readonly pid: number;
  readonly finished: Promise<Outcome>;
  kill(signal: Deno.Signal): void;
}

/** Starts a command and collects its output. */
export function start([program, ...args]: readonly string[], cwd?: string): Started {
  const child = new Deno.Command(program, {
    args,
    cwd,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1" },
  }).spawn();
  const decoder = new TextDecoder();
  return {
    pid: child.pid,
    finished: child.output().then(({ code, stdout, stderr }) => ({
      code,
      stdout: decoder.decode(stdout),
      stderr: withoutProgress(decoder.decode(stderr)),
    })),
    kill: (signal) => child.kill(signal),
  };
}

/** @param prefix a command that runs ferry as its last argument */
export function startFerry(
  args: readonly string[],
  cwd?: string,
  prefix: readonly string[] = [],
): Started {
  return start([...prefix, ...ferryCommand(), ...args], cwd);
}

export function runFerry(args: readonly string[], cwd?: string): Promise<Outcome> {
  return startFerry(args, cwd).finished;
}

/** Waits until `condition` holds; fails after `limitMs`, which only a machine that stands still reaches. */
export async function until(
  what: string,
  condition: () => boolean,
  limitMs = 60_000,
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** Whether a process has the file of that path open. */
export function hasOpen(pid: number, path: string): boolean {
  try {
    for (const { name } of Deno.readDirSync(`/proc/${pid}/fd`)) {
      if (linkText(`/proc/${pid}/fd/${name}`) === path) return true;
    }
  } catch { /* the process has ended */ }
  return false;
}

/** The outcome of a process that was told to stop; one that does not is killed, and that fails. */
export async function stopped(process: Started): Promise<Outcome> {
  let hasEnded = false;
  process.finished.then(() => hasEnded = true);
  try {
    await until("it has stopped", () => hasEnded);
  } catch (error) {
    process.kill("SIGKILL");
    throw error;
  }
  return await process.finished;
}

/** Milliseconds that a process runs on between two looks at it: some ten megabytes of a copy. */
const STEP_MS = 4;
const STEPS_PER_TURN = 20;
const MIB = 1024 * 1024;
const napping = new Int32Array(new SharedArrayBuffer(4));

/**
 * Stops a process at the moment at which `condition` holds: it is let go in short steps and looked at
 * while it stands still, so that the moment is not missed, however fast the process or busy the machine.
 */
export async function stopWhen(
  process: Started,
  what: string,
  condition: () => boolean,
): Promise<void> {
  let hasEnded = false;
  process.finished.then(() => hasEnded = true);
  for (let steps = 1; !hasEnded; steps++) {
    process.kill("SIGSTOP");
    if (isStopped(process.pid) && condition()) return;
    process.kill("SIGCONT");
    // Blocks on purpose: a timer's turn would leave the process to itself for longer.
    Atomics.wait(napping, 0, 0, STEP_MS);
    if (steps % STEPS_PER_TURN === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  throw new Error(`the process ended before this was so: ${what}`);
}

/** Whether all threads of a process stand still, as a moment after a SIGSTOP. */
function isStopped(pid: number): boolean {
  try {
    for (;;) {
      const threads = [...Deno.readDirSync(`/proc/${pid}/task`)];
      const states = threads.map(({ name }) => stateOf(`/proc/${pid}/task/${name}/stat`));
      if (states.includes("Z") || states.includes("X")) return false;
      if (states.every((state) => state === "T")) return true;
    }
  } catch {
    return false; // the process has ended
  }
}

/** The letter behind the program's name (proc_pid_stat(5)). */
function stateOf(path: string): string {
  const text = Deno.readTextFileSync(path);
  return text[text.lastIndexOf(")") + 2];
}

/** Bytes that a process has read so far, by whatever call (proc_pid_io(5)). */
export function bytesRead(pid: number): number {
  return Number(/^rchar: (\d+)$/m.exec(Deno.readTextFileSync(`/proc/${pid}/io`))![1]);
}

/**
 * Stops a process as soon as it is reading the file at `path`, which must be large, does something
 * meanwhile, and lets it go on.
 */
export async function whileReading(
  process: Started,
  path: string,
  act: () => void | Promise<void>,
): Promise<void> {
  let before = -1;
  // What is open may yet have to be looked at, and then what is done to it now would not be seen.
  const isBeingRead = () => {
    if (!hasOpen(process.pid, path)) return false;
    const bytes = bytesRead(process.pid);
    if (before < 0) before = bytes;
    return bytes - before >= MIB;
  };
  await stopWhen(process, `${path} is being read`, isBeingRead);
  try {
    await act();
  } finally {
    process.kill("SIGCONT");
  }
}

/** Stops a process as soon as it has one of two files open and not the other, acts, and lets it go on. */
export async function whileOneIsOpen(
  process: Started,
  [first, second]: readonly [string, string],
  act: (open: string, closed: string) => void,
): Promise<void> {
  const isOpen = (path: string) => hasOpen(process.pid, path);
  await stopWhen(
    process,
    `either ${first} or ${second} is open`,
    () => isOpen(first) !== isOpen(second),
  );
  const [open, closed] = isOpen(first) ? [first, second] : [second, first];
  try {
    act(open, closed);
  } finally {
    process.kill("SIGCONT");
  }
}

function linkText(path: string): string | null {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return null; // closed since it was listed
  }
}
