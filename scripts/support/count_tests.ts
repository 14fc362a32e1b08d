// Runs `deno test` and counts what it says: tests passed, failed, and skipped with their reasons.

/** For packages that tests alone need: they have a lock file of their own. */
export const TEST_LOCK = "--lock=tests/deno.lock";

/** What a run of tests came to. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  /** Names of skipped tests, each with its reason. */
  readonly skipped: readonly string[];
  /** Exit code of `deno test`. */
  readonly code: number;
}

/**
 * Runs a program that is, or that runs, `deno test`; its output is passed on as it comes.
 *
 * @param onLine called with each line of it
 */
export async function countTests(
  program: string,
  options: Deno.CommandOptions,
  onLine: (line: string) => void = () => {},
): Promise<TestCounts> {
  const child = new Deno.Command(program, { ...options, stdout: "piped", stderr: "inherit" })
    .spawn();
  const skipped: string[] = [];
  let passed = 0, failed = 0, rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of child.stdout) {
    await Deno.stdout.write(chunk);
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop()!;
    for (const line of lines) {
      onLine(line);
      if (/ \.\.\. ignored/.test(line)) skipped.push(line.replace(/ \.\.\. ignored.*/, ""));
      const totals = /\| (\d+) passed.*\| (\d+) failed/.exec(line);
      if (totals) {
        passed += Number(totals[1]);
        failed += Number(totals[2]);
      }
    }
  }
  const { code } = await child.status;
  return { passed, failed, skipped, code };
}

/** Several runs as one. */
export function sumOf(runs: readonly TestCounts[]): TestCounts {
  return {
    passed: runs.reduce((sum, { passed }) => sum + passed, 0),
    failed: runs.reduce((sum, { failed }) => sum + failed, 0),
    skipped: runs.flatMap(({ skipped }) => skipped),
    code: runs.find(({ code }) => code !== 0)?.code ?? 0,
  };
}

/** Prints names of skipped tests that do not say why; whether there are none. */
export function isEachExplained({ skipped }: TestCounts): boolean {
  const unexplained = skipped.filter((name) => !name.includes("[skipped: "));
  if (unexplained.length > 0) console.error(`skipped without a reason: ${unexplained.join(", ")}`);
  return unexplained.length === 0;
}

/** Prints the closing line, after a list of what was skipped. */
export function printCounts({ passed, failed, skipped }: TestCounts): void {
  if (skipped.length > 0) console.log(`skipped:\n  ${skipped.join("\n  ")}`);
  console.log(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`);
}
