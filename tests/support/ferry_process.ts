// The command line as a process under way, for what only that shows: signals, and a run that is held at
// a moment of the test's choosing while something happens to its files.

import { ferryCommand, type Outcome } from "./ferry.ts";

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
      stderr: decoder.decode(stderr),
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

/** Waits until `condition` holds; fails after `limitMs`. */
export async function until(
  what: string,
  condition: () => boolean,
  limitMs = 10_000,
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

/** Stops a process as soon as it has `path` open, does something meanwhile, and lets it go on. */
export async function whileOpen(
  process: Started,
  path: string,
  act: () => void | Promise<void>,
): Promise<void> {
  await until(`open ${path}`, () => hasOpen(process.pid, path));
  process.kill("SIGSTOP");
  try {
    if (!hasOpen(process.pid, path)) throw new Error(`${path} was closed again too soon`);
    await act();
  } finally {
    process.kill("SIGCONT");
  }
}

/** Waits until the process has one of two files open, and acts on it while it stands still. */
export async function whileOneIsOpen(
  process: Started,
  [first, second]: readonly [string, string],
  act: (open: string, closed: string) => void,
): Promise<void> {
  await until(
    `open ${first} or ${second}`,
    () => hasOpen(process.pid, first) || hasOpen(process.pid, second),
  );
  const isFirst = hasOpen(process.pid, first);
  const [open, closed] = isFirst ? [first, second] : [second, first];
  await whileOpen(process, open, () => {
    if (hasOpen(process.pid, closed)) throw new Error("both are open");
    act(open, closed);
  });
}

function linkText(path: string): string | null {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return null; // closed since it was listed
  }
}
