// Starting other programs: always awaited, so that a signal is heard meanwhile, and always checked,
// so that a step that failed cannot pass for a fast one.

import { fromFileUrl } from "@std/path";
import { interrupted } from "./cleanup.ts";

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
  const output = await spawn(command, interrupted);
  interrupted.throwIfAborted();
  return output;
}

/** Runs a command that must succeed, and gives its stdout. */
export async function run(...command: string[]): Promise<string> {
  return stdoutOf(command, await outputOf(command));
}

/** As `run`, but not to be interrupted: for clean-up. */
export async function runUninterrupted(...command: string[]): Promise<string> {
  return stdoutOf(command, await spawn(command));
}

/** Where scripts/rivals.sh puts what no package of the system has. */
const RIVALS = fromFileUrl(new URL("../dist/rivals/bin", import.meta.url));

/** The full path of a program, or null if it is neither installed for the benchmark nor on PATH. */
export function findProgram(name: string): string | null {
  for (const folder of [RIVALS, ...(Deno.env.get("PATH") ?? "").split(":")]) {
    const path = `${folder}/${name}`;
    try {
      if (Deno.statSync(path).isFile) return path;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

/** What to say of a command that failed. */
export function failureOf(command: Command, { code, stderr }: CommandOutput): string {
  return `${command.slice(0, 3).join(" ")} …: exit ${code}: ${stderr.trim().slice(0, QUOTED)}`;
}

function stdoutOf(command: Command, output: CommandOutput): string {
  if (output.code !== 0) throw new Error(failureOf(command, output));
  return output.stdout;
}

async function spawn(command: Command, signal?: AbortSignal): Promise<CommandOutput> {
  const { code, stdout, stderr } = await new Deno.Command(command[0], {
    args: command.slice(1),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    // Messages of rivals are only read by people, sort orders and number formats by this program.
    env: { LC_ALL: "C" },
    signal,
  }).output();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
