// Which programs a test can count on.

/** Reason not to run a test that needs programs, or null. */
export function needsPrograms(...programs: string[]): string | null {
  const missing = programs.filter((program) => run("sh", "-c", `command -v ${program}`) !== null);
  return missing.length === 0 ? null : `no ${missing.join(", ")}`;
}

/** Runs a program; null if it succeeded, else what it said. */
export function run(program: string, ...args: string[]): string | null {
  try {
    const { success, stderr } = new Deno.Command(program, { args, stdout: "null", stderr: "piped" })
      .outputSync();
    return success ? null : new TextDecoder().decode(stderr).trim().split("\n")[0] || "failed";
  } catch (error) {
    return (error as Error).message;
  }
}

/** Reason not to start Deno once more by its own path, or null: an emulator may run this one, which the system cannot. */
export function needsDeno(): string | null {
  const failure = run(Deno.execPath(), "--version");
  return failure === null ? null : `Deno cannot be started: ${failure}`;
}
