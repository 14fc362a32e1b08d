// Runs the programs that setting up another system needs, quietly unless they fail.

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** No step of the set-up takes so long, a slow mirror of packages included: one that does hangs. */
const LIMIT_MS = 15 * 60_000;

/** Runs a program to its end. @throws {Error} with what it printed, unless it succeeds */
export async function run(
  program: string,
  args: readonly string[],
  { cwd, env }: CommandOptions = {},
): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    cwd,
    env,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout(LIMIT_MS),
  }).output();
  if (success) return;
  const text = new TextDecoder();
  throw new Error(
    `${program} ${args.join(" ")} failed:\n${text.decode(stdout)}${text.decode(stderr)}`,
  );
}

/** Whether there is such a program. */
export function commandWorks(program: string): boolean {
  try {
    return new Deno.Command(program, { args: ["--version"], stdout: "null", stderr: "null" })
      .outputSync().success;
  } catch {
    return false;
  }
}
