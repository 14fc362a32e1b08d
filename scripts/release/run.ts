// Runs the programs of a build.

import { failureOf } from "./build_failure.ts";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program, quietly unless it fails or warns. @throws {BuildFailure} with what it said */
export function run(
  program: string,
  args: readonly string[],
  { cwd, env = {} }: RunOptions = {},
): void {
  const { code, stderr } = new Deno.Command(program, {
    args: [...args],
    cwd,
    env: { ...env, NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  }).outputSync();
  const said = new TextDecoder().decode(stderr);
  if (code !== 0) throw failureOf(program, args[0], said);
  Deno.stderr.writeSync(stderr);
}
