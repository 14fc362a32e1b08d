// Runs the programs of a build.

import { BuildFailure, failureOf } from "./build_failure.ts";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Variables of this process that the program is not to have. */
  readonly without?: readonly string[];
}

/** Runs a program, quietly unless it fails or warns. @throws {BuildFailure} with what it said */
export function run(
  program: string,
  args: readonly string[],
  { cwd, env = {}, without = [] }: RunOptions = {},
): void {
  const inherited = Deno.env.toObject();
  for (const name of without) delete inherited[name];
  const command = new Deno.Command(program, {
    args: [...args],
    cwd,
    clearEnv: true,
    env: { ...inherited, ...env, NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  });
  const { code, stderr } = outputOf(program, command);
  const said = new TextDecoder().decode(stderr);
  if (code !== 0) throw failureOf(program, args[0], said);
  Deno.stderr.writeSync(stderr);
}

function outputOf(program: string, command: Deno.Command): Deno.CommandOutput {
  try {
    return command.outputSync();
  } catch (error) {
    throw new BuildFailure(`cannot run '${program}': ${(error as Error).message}`);
  }
}
