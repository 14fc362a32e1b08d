// Runs `deno test` and counts what it says: tests passed, failed, and skipped with their reasons.

/** For packages that tests alone need: they have a lock file of their own. */
export const TEST_LOCK = "--lock=tests/deno.lock";

/** What a run of tests came to. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  /** Names of skipped tests, each with its reason. */
  readonly skipped: readonly string[];
  /** Names of failed tests, each with its place. */
  readonly failures: readonly string[];
  /** Exit code of `deno test`. */
  readonly code: number;
}

/** What becomes of a run's output, beside that it is counted. */
export interface Listener {
  /** Called with each line of standard output. */
  readonly onLine?: (line: string) => void;
  /** Takes all output; left out: it is passed on as it comes. */
  readonly hold?: (chunk: Uint8Array) => void;
  readonly onStart?: (child: Deno.ChildProcess) => void;
}

/** Runs a program that is, or that runs, `deno test`. */
export async function countTests(
  program: string,
  options: Deno.CommandOptions,
  { onLine, hold, onStart }: Listener = {},
): Promise<TestCounts> {
  const stderr = hold === undefined ? "inherit" : "piped";
  const child = new Deno.Command(program, { ...options, stdout: "piped", stderr }).spawn();
  onStart?.(child);
  const held = hold === undefined ? null : passOn(child.stderr, hold);
  const skipped: string[] = [], failures: string[] = [];
  let passed = 0, failed = 0, rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of child.stdout) {
    if (hold === undefined) await Deno.stdout.write(chunk);
    else hold(chunk);
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop()!;
    for (const line of lines) {
      onLine?.(line);
      if (/ \.\.\. ignored/.test(line)) skipped.push(line.replace(/ \.\.\. ignored.*/, ""));
      // Each stands above its error and once more at the end.
      if (/ => \.\/\S+:\d+:\d+$/.test(line) && !failures.includes(line)) failures.push(line);
      const totals = /\| (\d+) passed.*\| (\d+) failed/.exec(line);
      if (totals) {
        passed += Number(totals[1]);
        failed += Number(totals[2]);
      }
    }
  }
  await held;
  const { code } = await child.status;
  return { passed, failed, skipped, failures, code };
}

async function passOn(
  stream: ReadableStream<Uint8Array>,
  hold: (chunk: Uint8Array) => void,
): Promise<void> {
  for await (const chunk of stream) hold(chunk);
}

/** Several runs as one. */
export function sumOf(runs: readonly TestCounts[]): TestCounts {
  return {
    passed: runs.reduce((sum, { passed }) => sum + passed, 0),
    failed: runs.reduce((sum, { failed }) => sum + failed, 0),
    skipped: runs.flatMap(({ skipped }) => skipped),
    failures: runs.flatMap(({ failures }) => failures),
    code: runs.find(({ code }) => code !== 0)?.code ?? 0,
  };
}

/** Prints names of skipped tests that do not say why; whether there are none. */
export function isEachExplained({ skipped }: TestCounts): boolean {
  const unexplained = skipped.filter((name) => !name.includes("[skipped: "));
  if (unexplained.length > 0) console.error(`skipped without a reason: ${unexplained.join(", ")}`);
  return unexplained.length === 0;
}

/** Prints the closing line, after lists of what has failed and of what was skipped. */
export function printCounts({ passed, failed, skipped, failures }: TestCounts): void {
  if (failures.length > 0) console.log(`failed:\n  ${failures.join("\n  ")}`);
  if (skipped.length > 0) console.log(`skipped:\n  ${skipped.join("\n  ")}`);
  console.log(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`);
}
