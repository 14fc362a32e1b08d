// Runs programs that test side by side. Each has a group of processes of its own, which ends when this program is told to end,
// and on Linux, as root, mounts of its own: what one mounts, no test of another sees or unmounts.

import { countTests, type TestCounts } from "./count_tests.ts";

/** Most tests wait for one process after the other, so that two at once fill two processors; some run many threads. */
const LANES = 2;
const isWindows = Deno.build.os === "windows";
/** Numbers of signal(7): a shell's exit code is 128 more. */
const ENDING = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/**
 * Runs a command for each part, two at a time; the output of each is printed when it has ended.
 *
 * @param command the command for a part
 */
export async function testSideBySide(
  parts: readonly (readonly string[])[],
  command: (part: readonly string[]) => readonly string[],
  options: Deno.CommandOptions,
): Promise<TestCounts[]> {
  const done: TestCounts[] = [];
  let next = 0, printing = Promise.resolve();
  const lane = async () => {
    for (let at = next++; at < parts.length; at = next++) {
      const printed: Uint8Array[] = [], part = parts[at];
      const counts = await testApart(command(part), options, (chunk) => printed.push(chunk));
      const isUntold = counts.code !== 0 && counts.failures.length === 0;
      done[at] = isUntold ? { ...counts, failures: [`${part}: exit code ${counts.code}`] } : counts;
      await (printing = printing.then(() => printAll(printed)));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return done;
}

/** Runs one command so. @param hold takes its output, which is printed as it comes otherwise */
export function testApart(
  command: readonly string[],
  options: Deno.CommandOptions,
  hold?: (chunk: Uint8Array) => void,
): Promise<TestCounts> {
  const [program, ...args] = [...apart(), ...command];
  return countTests(program, { ...options, args, detached: !isWindows }, {
    hold,
    onStart: ({ pid, status }) => {
      groups.add(pid);
      status.then(() => groups.delete(pid));
    },
  });
}

const groups = new Set<number>();

/** Has a signal end what runs, too; what then clears up does not listen to it (tests/support/scratch.ts). */
export function endTogether(): void {
  if (isWindows) return;
  for (const [signal, number] of Object.entries(ENDING)) {
    Deno.addSignalListener(signal as keyof typeof ENDING, () => {
      for (const group of groups) Deno.kill(-group, "SIGTERM");
      Deno.exit(128 + number);
    });
  }
}

let prefix: readonly string[] | null = null;

/** What has a command end with this program even if that is killed, and gives it mounts of its own; each where it works. */
function apart(): readonly string[] {
  const commands = [["setpriv", "--pdeathsig", "TERM"], ["unshare", "--mount"]];
  return prefix ??= Deno.build.os === "linux" ? commands.filter(works).flat() : [];
}

function works([program, ...args]: readonly string[]): boolean {
  try {
    return new Deno.Command(program, { args: [...args, "true"], stderr: "null" }).outputSync()
      .success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function printAll(chunks: readonly Uint8Array[]): Promise<void> {
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) at += await Deno.stdout.write(chunk.subarray(at));
  }
}
