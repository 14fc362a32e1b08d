// Starting other programs: always awaited, so that a signal is heard meanwhile, and always checked,
// so that a step that failed cannot pass for a fast one.

import { interrupted } from "./cleanup.ts";
import { isFile, ROOT } from "./clone.ts";

/** A program and its arguments. */
export type Command = readonly string[];

/** What a finished program left. */
export interface CommandOutput {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Bytes of stderr that a message quotes. */
const QUOTED = 400;
const decoder = new TextDecoder();

/** Runs a command to its end, whatever its exit code. */
export async function outputOf(command: Command): Promise<CommandOutput> {
  interrupted.throwIfAborted();
  const output = await spawn(command, interrupted).output;
  interrupted.throwIfAborted();
  return output;
}

/** Runs a command that must succeed, and gives its stdout. */
export async function run(...command: string[]): Promise<string> {
  return stdoutOf(command, await outputOf(command));
}

/** As `run`, but not to be interrupted: for clean-up. */
export async function runUninterrupted(...command: string[]): Promise<string> {
  return stdoutOf(command, await spawn(command).output);
}

/** Where scripts/rivals.sh puts what no package of the system has. */
const RIVALS = `${ROOT}dist/rivals/bin`;
const [PATH_SEPARATOR, EXECUTABLE_ENDING] = Deno.build.os === "windows" ? [";", ".exe"] : [":", ""];

/** The full path of a program, or null if it is neither installed for the benchmark nor on PATH. */
export function findProgram(name: string): string | null {
  const folders = [RIVALS, ...(Deno.env.get("PATH") ?? "").split(PATH_SEPARATOR)];
  const paths = folders.map((folder) => `${folder}/${name}${EXECUTABLE_ENDING}`);
  return paths.find(isFile) ?? null;
}

/** What to say of a command that failed. */
export function failureOf(command: Command, { code, stderr }: CommandOutput): string {
  return `${command.slice(0, 3).join(" ")} …: exit ${code}: ${stderr.trim().slice(0, QUOTED)}`;
}

function stdoutOf(command: Command, output: CommandOutput): string {
  if (output.code !== 0) throw new Error(failureOf(command, output));
  return output.stdout;
}

/** Starts a command of which the process is asked for more than its output. */
export function start(command: Command): { pid: number; output: Promise<CommandOutput> } {
  interrupted.throwIfAborted();
  return spawn(command, interrupted);
}

function spawn(command: Command, signal?: AbortSignal) {
  const child = new Deno.Command(command[0], {
    args: command.slice(1),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    // Messages of rivals are only read by people, sort orders and number formats by this program.
    env: { LC_ALL: "C" },
    signal,
  }).spawn();
  const output = child.output().then(({ code, stdout, stderr }): CommandOutput => ({
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  }));
  return { pid: child.pid, output };
}
