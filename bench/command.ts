// Starts other programs. They are always awaited, so that signals are handled meanwhile, and their exit
// codes are always checked, so that a step that failed cannot pass for a fast one.

import { interrupted } from "./cleanup.ts";
import { isFile, ROOT } from "./clone.ts";

/** A program and its arguments. */
export type Command = readonly string[];

/** The exit code and the output of a program. */
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

/** As `run`, but signals do not interrupt it: for clean-up. */
export async function runUninterrupted(...command: string[]): Promise<string> {
  return stdoutOf(command, await spawn(command).output);
}

/** Where scripts/rivals.sh installs programs that the system has no package of. */
const RIVALS = `${ROOT}dist/rivals/bin`;
const [PATH_SEPARATOR, EXECUTABLE_ENDING] = Deno.build.os === "windows" ? [";", ".exe"] : [":", ""];

/** The full path of a program that is installed for the benchmark or on PATH, or null. */
export function findProgram(name: string): string | null {
  const folders = [RIVALS, ...(Deno.env.get("PATH") ?? "").split(PATH_SEPARATOR)];
  const paths = folders.map((folder) => `${folder}/${name}${EXECUTABLE_ENDING}`);
  return paths.find(isFile) ?? null;
}

/** A message about a command that failed. */
export function failureOf(command: Command, { code, stderr }: CommandOutput): string {
  return `${command.slice(0, 3).join(" ")} …: exit ${code}: ${stderr.trim().slice(0, QUOTED)}`;
}

function stdoutOf(command: Command, output: CommandOutput): string {
  if (output.code !== 0) throw new Error(failureOf(command, output));
  return output.stdout;
}

/** Runs are remembered as users' are, and not among those of whoever measures. */
const STATE = `${ROOT}dist/state`;

/** Starts a command and gives the number of its process before it ends. */
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
    // This program reads sort orders and numbers; messages are only shown.
    env: { LC_ALL: "C", XDG_STATE_HOME: STATE },
    signal,
  }).spawn();
  const output = child.output().then(({ code, stdout, stderr }): CommandOutput => ({
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  }));
  return { pid: child.pid, output };
}
