// Lists that are read, `--check` and `--exclude-from`: from where they come, how long a line may be, and
// that a run which waits for one still hears signals.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { LONGEST_LINE, readList } from "../../lib/cli/lists/list_reader.ts";
import { FerryError } from "../../lib/errors.ts";
import { ferryCommand, ferryMeasured, type Outcome } from "../support/ferry.ts";
import { hasOpen, runFerry, start, startFerry, stopped, until } from "../support/ferry_process.ts";
import { sh, withScratch } from "../support/safety.ts";

const never = new AbortController().signal;

/** Lines with their numbers as they are read of a file that holds `text`. */
async function linesOf(path: string, ends: "LF" | "LF or CR"): Promise<[number, string][]> {
  const lines: [number, string][] = [];
  await readList({ path, what: "lines", ends }, never, (line, number) => {
    lines.push([number, new TextDecoder().decode(line)]);
  });
  return lines;
}

Deno.test("readList: lines and their numbers, whatever ends them and wherever pieces do", async () => {
  await withScratch(async (dir) => {
    const path = `${dir}/list`;
    const write = (text: string) => Deno.writeTextFileSync(path, text);
    write("a\r\n\nb");
    assertEquals(await linesOf(path, "LF"), [[1, "a\r"], [2, ""], [3, "b"]]);
    const without = async () => (await linesOf(path, "LF or CR")).filter(([, line]) => line !== "");
    assertEquals(await without(), [[1, "a"], [3, "b"]]);
    write("a\rb\r\nc\n\rd\n");
    assertEquals(await without(), [[1, "a"], [2, "b"], [3, "c"], [5, "d"]]);
    // One end of two bytes, and lines, across the border between two pieces.
    for (const length of [65535, 65536, 65537, 200_000]) {
      write(`${"x".repeat(length - 1)}\r\nlast\r\n`);
      assertEquals((await without()).map(([number, line]) => [number, line.length]), [
        [1, length - 1],
        [2, 4],
      ]);
    }
    write("");
    assertEquals(await linesOf(path, "LF"), []);
    write("x".repeat(LONGEST_LINE));
    assertEquals((await linesOf(path, "LF"))[0][1].length, LONGEST_LINE);
    write(`a\n${"x".repeat(LONGEST_LINE + 1)}\nb\n`);
    const error = await assertRejects(() => linesOf(path, "LF"), FerryError, "line 2 of");
    assertEquals([error.kind, error.code, error.path], ["usage", "LINE_TOO_LONG", path]);
  });
});

/** Command lines that read a list from `list`. */
const READERS = [
  ["verify", "--check", "list", "t"],
  ["mirror", "--exclude-from", "list", "s", "t"],
  ["copy", "-n", "--exclude-from", "list", "s", "t"],
];

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const) {
  Deno.test(`${signal} while waiting for a list: exit ${code} at once`, async () => {
    await withScratch(async (dir) => {
      sh("mkdir s t; echo a >s/a; mkfifo list", dir);
      for (const args of signal === "SIGINT" ? READERS : READERS.slice(0, 1)) {
        // Nobody writes to the FIFO: opening it waits.
        await expectStopped(startFerry(args, dir), code, listens);
      }
      // It is open, and nothing comes.
      using writer = await Deno.open(`${dir}/list`, { read: true, write: true });
      const ferry = startFerry(READERS[0], dir);
      await expectStopped(ferry, code, (pid) => hasOpen(pid, `${dir}/list`));
      await writer.write(new Uint8Array());
      assertEquals(sh("ls -A t", dir), "");
    });
  });
}

Deno.test("SIGTERM while waiting for a list on standard input: exit 143 at once", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s t; mkfifo list", dir);
    for (const args of READERS) {
      const typed = args.map((arg) => arg === "list" ? "-" : arg);
      const script = 'exec "$@" <>list';
      const command = ["bash", "-c", script, "reading", ...ferryCommand(), ...typed];
      await expectStopped(start(command, dir), 143, listens);
    }
  });
});

/** Whether ferry has begun to listen to signals: SIGXFSZ (25) is the last of them (proc_pid_status(5)). */
function listens(pid: number): boolean {
  const mask = /^SigCgt:\s*([0-9a-f]+)$/m.exec(Deno.readTextFileSync(`/proc/${pid}/status`));
  return (BigInt(`0x${mask![1]}`) >> 24n & 1n) === 1n;
}

async function expectStopped(
  ferry: ReturnType<typeof start>,
  code: number,
  isWaiting: (pid: number) => boolean,
): Promise<void> {
  await until("it waits", () => isWaiting(ferry.pid));
  ferry.kill(({ 129: "SIGHUP", 130: "SIGINT", 143: "SIGTERM" } as const)[code]!);
  const outcome = await stopped(ferry);
  assertEquals([outcome.code, outcome.stderr], [code, ""]);
  assert(/^(dry run: )?interrupted: /.test(outcome.stdout), outcome.stdout);
}

Deno.test("a list with one line of 300 MB: an error with its number, in little memory", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s t; echo a >s/a; (echo '# one'; head -c 300M /dev/zero) >list", dir);
    const paths = READERS.map((args) =>
      args.map((arg) => ["list", "s", "t"].includes(arg) ? `${dir}/${arg}` : arg)
    );
    for (const args of paths) {
      const { code, stderr, peakBytes } = await ferryMeasured(...args);
      const line = args[0] === "verify" ? "line 1 of" : "line 2 of";
      assertEquals([code, stderr.includes(line)], [2, true], stderr);
      assert(peakBytes < 200_000_000, `${peakBytes}`);
      assertEquals(sh("ls -A t", dir), "");
    }
  });
});

Deno.test("a list of 30 MB that says nothing: little memory", async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir s; echo a >s/a; echo b >s/b; (yes '# nothing' || true) | head -c 30M >list; echo b >>list",
      dir,
    );
    const args = ["mirror", "--exclude-from", `${dir}/list`, `${dir}/s`, `${dir}/t`];
    const { code, stderr, peakBytes } = await ferryMeasured(...args);
    assertEquals([code, stderr, sh("ls -A t", dir)], [0, "", "a\n"]);
    assert(peakBytes < 180_000_000, `${peakBytes}`);
  });
});

/** Runs ferry with `text` on its standard input. */
function runWithInput(text: string, args: readonly string[], dir: string): Promise<Outcome> {
  const script = 'input=$1; shift; printf %s "$input" | "$@"';
  return start(["bash", "-c", script, "fed", text, ...ferryCommand(), ...args], dir).finished;
}

Deno.test("--check -: the list comes from standard input; -, twice, is refused", async () => {
  await withScratch(async (dir) => {
    sh("mkdir t; echo a >t/a", dir);
    const list = sh("cd t; sha256sum a", dir);
    const right = await runWithInput(list, ["verify", "--check", "-", "t"], dir);
    assertEquals([right.code, right.stderr], [0, ""]);
    const wrong = await runWithInput(`${list}x\n`, ["verify", "--json", "--check", "-", "t"], dir);
    assert(wrong.stderr.startsWith("ferry: line 2 of standard input is no"), wrong.stderr);
    assertEquals([wrong.code, JSON.parse(wrong.stdout.split("\n")[0]).path], [2, "-"]);
    const twice = ["verify", "--check", "-", "--exclude-from", "-", "t"];
    assertEquals((await runWithInput(list, twice, dir)).code, 2);
  });
});

Deno.test("--check of a folder, a missing file and an empty one", async () => {
  await withScratch(async (dir) => {
    sh("mkdir t folder; : >empty", dir);
    const check = (list: string) => runFerry(["verify", "--check", list, "t"], dir);
    const folder = await check("folder");
    assertEquals([folder.code, folder.stderr.includes("EISDIR")], [2, true], folder.stderr);
    const missing = await check("nothing");
    assertEquals([missing.code, missing.stderr.includes("ENOENT")], [2, true], missing.stderr);
    assertEquals((await check("empty")).code, 0);
    sh("echo a >t/a", dir);
    const { code, stdout } = await check("empty");
    assertEquals([code, stdout.split("\n")[0]], [3, "extra: 'a'"]);
  });
});
