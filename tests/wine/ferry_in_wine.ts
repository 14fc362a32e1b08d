// ferry's command line for Windows, run in Wine from the Linux side: what it leaves behind can then be
// looked at by Linux' own tools. `deno task test:windows` sets Wine up and starts these tests. They run
// ferry from source, or the executable that FERRY_BINARY names.

import { setUpWine, windowsPath } from "../../scripts/windows/wine.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const INSIDE = new URL("./inside.ts", import.meta.url).pathname;
export const wine = await setUpWine();
/** A run of all these tests takes no more; one that does hangs. */
const LIMIT_MS = 240_000;

/** What a run came to. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

let tracing: Readonly<Record<string, string>> = {};

/** Runs `use` while Wine writes what one of its parts does to stderr. */
export async function withTrace<T>(part: string, use: () => Promise<T>): Promise<T> {
  tracing = { WINEDEBUG: `-all,+${part}` };
  try {
    return await use();
  } finally {
    tracing = {};
  }
}

/** The names that a run opened below open folders, as a trace of "file" shows them. */
export function openedIn({ stderr }: Outcome): string[] {
  return [...stderr.matchAll(/NtCreateFile .*name=L"([^"]*)"/g)].map(([, name]) => name);
}

/** What a script of Deno's for Windows does with its arguments. */
export function scriptInWine(
  script: string,
  ...args: string[]
): [program: string, ...args: string[]] {
  const run = ["run", "-A", "--no-check", "--cached-only", windowsPath(script)];
  return ["wine", wine.deno, ...run, ...args];
}

/** The command that starts ferry; paths among its arguments must be Windows' own. */
export function commandInWine(...args: string[]): [program: string, ...args: string[]] {
  const binary = Deno.env.get("FERRY_BINARY");
  if (binary !== undefined) return ["wine", binary, ...args];
  return scriptInWine(MAIN, ...args);
}

/** Runs ferry and waits for it. */
export function ferryInWine(...args: string[]): Promise<Outcome> {
  return runInWine(commandInWine(...args));
}

/** Runs inside.ts, which sees trees as Windows does; what it says. */
// deno-lint-ignore no-explicit-any
export async function askInside(...args: string[]): Promise<any> {
  const { code, stdout, stderr } = await runInWine(scriptInWine(INSIDE, ...args));
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** Runs a command and waits for it. */
export async function runInWine(
  [program, ...rest]: [program: string, ...args: string[]],
): Promise<Outcome> {
  const child = new Deno.Command(program, {
    args: rest,
    env: { ...wine.env, ...tracing },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
  const { code, stdout, stderr } = await child.output();
  clearTimeout(timer);
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** The summary that `--json` closes with. */
// deno-lint-ignore no-explicit-any
export function summaryOf({ stdout, stderr }: Outcome): any {
  const last = stdout.trim().split(/\r?\n/).at(-1) ?? "";
  try {
    return JSON.parse(last);
  } catch {
    throw new Error(`no summary in ${JSON.stringify(stdout)}; ${stderr}`);
  }
}
