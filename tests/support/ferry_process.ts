// The command line as a process of its own, for what only a process shows: exit codes, signals, and a
// run that is held at a moment of the test's choosing while something happens to its files.

const MAIN = new URL("../../main.ts", import.meta.url).pathname;

/** What a finished process left. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process under way. */
export interface Started {
  readonly pid: number;
  readonly finished: Promise<Finished>;
  kill(signal: Deno.Signal): void;
}

/** The arguments that start ferry with this Deno. */
export function ferryCommand(args: readonly string[]): [string, string[]] {
  return [Deno.execPath(), ["run", "-A", "--no-check", MAIN, ...args]];
}

/** Starts a program and collects its output. */
export function start(program: string, args: readonly string[], cwd?: string): Started {
  const child = new Deno.Command(program, {
    args: [...args],
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

export function startFerry(args: readonly string[], cwd?: string): Started {
  return start(...ferryCommand(args), cwd);
}

export function runFerry(args: readonly string[], cwd?: string): Promise<Finished> {
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
    if (!hasOpen(process.pid, path)) {
      throw new Error(`${path} was closed before the process stopped`);
    }
    await act();
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
