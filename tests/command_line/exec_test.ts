// `--exec`: the command that ferry becomes finds the process as if a shell had put it in its own place, and is
// started after success only. What `exec` of sh does is the judge.

import { assert, assertEquals } from "@std/assert";
import { ferryCommand, type Outcome } from "../support/ferry.ts";
import { runFerry, start, startFerry, until } from "../support/ferry_process.ts";
import { needsPrograms } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
/** Deno itself raises the soft limit of open files before any code runs; the executable does not. */
const LOW_LIMIT = Deno.env.get("FERRY_BINARY") ? "ulimit -Sn 200; " : "";
const MAKE_TREE = "mkdir s; echo a >s/a";

/** Runs a script of bash in which `"$@"` is a command. */
function inBash(script: string, command: readonly string[], dir: string): Promise<Outcome> {
  return start(["bash", "-c", script, "bash", ...command], dir).finished;
}

function ferryThen(...command: string[]): string[] {
  return [...ferryCommand(), "copy", "-q", "-T", "s", "t", "--exec", "--", ...command];
}

testOrSkip(
  "--exec: process, signals, limits, descriptors, environment and folder are those that exec of sh gives",
  needsPrograms("bash", "nice") ?? (Deno.build.os === "linux" ? null : "not Linux"),
  async () => {
    await withScratch(async (dir) => {
      sh(MAKE_TREE, dir);
      const own = "/proc/self";
      const files = ["status", "limits", "environ", "fdinfo/0", "fdinfo/1", "fdinfo/2", "fdinfo/7"];
      const look = ["cat", ...files.map((name) => `${own}/${name}`)];
      const list = ["ls", "-l", `${own}/fd`, `${own}/cwd`];
      for (
        const before of [
          "exec 7<s/a",
          "trap '' HUP INT QUIT CHLD; umask 027; exec 7<s/a; export A=$'\\n\\xff'",
          `${LOW_LIMIT}ulimit -c 0; exec 7<s/a 9>>s/a`,
          'exec 7<s/a; exec nice -n 3 env --block-signal=USR2,TERM --ignore-signal=HUP "$@"',
        ]
      ) {
        for (const command of [look, list]) {
          const script = `${before}; exec "$@"`;
          const expected = await inBash(script, command, dir);
          const outcome = await inBash(script, ferryThen(...command), dir);
          assertEquals([outcome.code, outcome.stderr], [0, ""]);
          assertEquals(comparable(outcome.stdout), comparable(expected.stdout), before);
        }
      }
    });
  },
);

/** Without what differs from one process to the next: numbers, times, addresses and what memory and caches are in use. */
function comparable(text: string): string[] {
  const kept =
    /^(?:Sig[A-PR-Z]|Shd|Umask|[UG]id|Groups|Cap|NoNew|Seccomp|Max |flags|Cpus|Mems|Threads)/;
  return text.split("\n").flatMap((line) => {
    if (/ -> /.test(line)) return [line.replace(/^.* (\S+ -> )/, "$1").replace(/\d{2,}/g, "N")];
    if (line.startsWith("SigIgn")) return [`SigIgn ${ignoredIn(line).toString(16)}`];
    return kept.test(line) || line.includes("=") ? [line] : [];
  });
}

/** The signals 32 and 33 are the C library's own (nptl(7)), which takes them in every program that has threads. */
function ignoredIn(line: string): bigint {
  return BigInt(`0x${line.slice(line.indexOf("\t") + 1)}`) & ~(3n << 31n);
}

Deno.test("--exec: the same process, that of the pipe's reader and of the shell's child", async () => {
  await withScratch(async (dir) => {
    sh(MAKE_TREE, dir);
    const ferry = startFerry(
      ["copy", "s", "t", "--exec", "--", "sh", "-c", "echo $$ $PPID $1 $#", "sh", "a b", ""],
      dir,
    );
    const { code, stdout, stderr } = await ferry.finished;
    const [summary, line] = stdout.split("\n");
    assertEquals([code, stderr, line], [0, "", `${ferry.pid} ${Deno.pid} a b 2`]);
    assert(summary.startsWith("1 file copied"), "what ferry prints comes first");
    const piped = await inBash('echo in | "$@" | cat', ferryThen("tr", "a-z", "A-Z"), dir);
    assertEquals([piped.stdout, piped.stderr], ["IN\n", ""]);
    // Standard input was read for a list: it is at its end, and not closed.
    const list = [...ferryCommand(), "copy", "-q", "--files-from", "-", "s", "u"];
    const read = await inBash('echo a | "$@"', [...list, "--exec", "--", "wc", "-c"], dir);
    assertEquals([read.code, read.stdout.trim()], [0, "0"], read.stderr);
  });
});

testOrSkip(
  "--exec: one call of execve, by the first thread, once all is copied",
  needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      sh(MAKE_TREE, dir);
      const traced = ["strace", "-f", "-e", "trace=execve", "-o", "trace"];
      await start([...traced, ...ferryThen("cat", "t/a")], dir).finished;
      const calls = sh("grep 'execve(' trace", dir).trim().split("\n");
      const threads = new Set(calls.map((line) => line.split(" ")[0]));
      assertEquals(threads.size, 1, "nobody else starts anything");
      assert(calls.at(-1)!.includes('["cat", "t/a"]'), calls.join("\n"));
    });
  },
);

Deno.test("--exec: started after success alone; one line says that it was not", async () => {
  await withScratch(async (dir) => {
    sh(`${MAKE_TREE}; mkdir e; echo other >e/a; mkdir -p u/a`, dir);
    for (
      const [args, code] of [
        [["verify", "s", "e"], 3],
        [["copy", "nothing", "t"], 2],
        [["copy", "-q", "--reflink=always", "s", "/proc/self/cwd/t"], 1],
        [["mirror", "--max-delete=0", "s", "u"], 4],
      ] as const
    ) {
      const outcome = await runFerry([...args, "--exec", "--", "touch", "started"], dir);
      assertEquals(outcome.code, code, outcome.stderr);
      const last = outcome.stderr.trimEnd().split("\n").at(-1);
      assertEquals(last, `ferry: 'touch' was not started: the exit code is ${code}`);
    }
    const dry = await runFerry(["copy", "-n", "s", "t", "--exec", "--", "touch", "a\nb"], dir);
    assertEquals([dry.code, dry.stderr], [0, "ferry: would become 'touch' $'a\\nb'\n"]);
    const quiet = await runFerry(["copy", "-nq", "s", "t", "--exec", "--", "touch", "x"], dir);
    assertEquals([quiet.code, quiet.stderr], [0, ""]);
    assertEquals(sh("ls", dir), "e\ns\nt\nu\n");
    const json = await runFerry(["move", "--json", "s", "t", "--exec", "--", "echo", "end"], dir);
    const lines = json.stdout.trimEnd().split("\n");
    assertEquals([lines.at(-1), JSON.parse(lines.at(-2)!).type], ["end", "summary"]);
  });
});

Deno.test("--exec: what cannot be started is named, exit 127 where it is not there, else 126", async () => {
  await withScratch(async (dir) => {
    sh(
      `${MAKE_TREE}; echo text >plain; printf '#!/nothing/sh\\n' >lost; printf '\\x7fELF' >broken
       printf 'echo "$0"\\n' >script; chmod +x lost script broken`,
      dir,
    );
    const cases = [
      ["nothing-such", 127, "no folder in PATH has it; a path needs a slash: ./NAME"],
      ["./nothing", 127, ""],
      ["./lost", 127, "it is there, but not the loader or interpreter it names"],
      [
        "./plain",
        126,
        "it needs the right to be executed (chmod +x), on a file system without noexec",
      ],
      ["./s", 126, "it is a folder"],
      ["./s/a/b", 126, ""],
    ] as const;
    for (const [command, code, advice] of cases) {
      const { code: came, stderr } = await runFerry(
        ["copy", "-q", "s", "t", "--exec", "--", command],
        dir,
      );
      const judged = start(["env", command], dir).finished.then((env) => env.code);
      assertEquals([came, await judged], [code, code], command);
      const [message, said] = stderr.trimEnd().split("\n");
      assert(message.startsWith(`ferry: cannot start '${command}': `), stderr);
      assertEquals(said ?? "", advice === "" ? "" : `ferry: ${advice}`);
    }
    const script = await runFerry(["copy", "-q", "s", "t", "--exec", "--", "./script"], dir);
    assertEquals([script.code, script.stdout], [0, "./script\n"], "as execvp(3) and env(1) do");
  });
});

Deno.test("--exec: a signal after the run's end, before the command's start, is heard", async () => {
  await withScratch(async (dir) => {
    // Standard output is full, so that ferry waits when it prints what it has done.
    const script = `mkfifo pipe; exec 3<>pipe; head -c 65536 /dev/zero >&3
      "$@" >&3 3>&- & ferry=$!
      until cmp -s s/a t/a; do sleep 0.01; done; sleep 0.3
      kill -TERM $ferry; head -c 65536 <&3 >/dev/null; wait $ferry; echo $?`;
    sh(MAKE_TREE, dir);
    const command = [...ferryCommand(), "copy", "s", "t", "--exec", "--", "touch", "started"];
    const { stdout, stderr } = await inBash(script, command, dir);
    const last = stderr.trimEnd().split("\n").at(-1);
    assertEquals([stdout, last], ["143\n", "ferry: 'touch' was not started: the exit code is 143"]);
    assertEquals(sh("ls", dir), "pipe\ns\nt\n");
  });
});

function count(path: string): number {
  try {
    return [...Deno.readDirSync(path)].length;
  } catch {
    return 0;
  }
}

/** A folder that Deno lets programs without all permissions use, as it does not below /dev. */
async function withOrdinaryFolder(use: (dir: string) => Promise<void>): Promise<void> {
  const dir = Deno.makeTempDirSync({ dir: "/tmp", prefix: "ferry-exec-" });
  try {
    await use(dir);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

/** ferry without FFI, from source: it cannot become another program. */
function withoutFfi(permissions: readonly string[], ...args: string[]): string[] {
  const flags = ["--allow-read", "--allow-write", "--allow-env", "--no-prompt", ...permissions];
  return [Deno.execPath(), "run", "--no-check", ...flags, MAIN, ...args];
}

Deno.test("--exec without FFI: a child, whose code is ferry's and to which signals go on", async () => {
  await withOrdinaryFolder(async (dir) => {
    sh(MAKE_TREE, dir);
    const copyThen = (...command: string[]) =>
      withoutFfi(["--allow-run"], "copy", "-q", "s", "t", "--exec", "--", ...command);
    const child = await start(copyThen("sh", "-c", "echo $PPID; exit 9"), dir);
    const { code, stdout } = await child.finished;
    assertEquals([code, stdout], [9, `${child.pid}\n`]);
    assertEquals((await start(copyThen("sh", "-c", "kill -KILL $$"), dir).finished).code, 137);
    const lost = await start(copyThen("nothing-such"), dir).finished;
    assertEquals([lost.code, lost.stderr.split("\n").at(-3)], [
      127,
      "ferry: cannot start 'nothing-such': No such file or directory (ENOENT)",
    ]);
    for (const [signal, expected] of [["SIGTERM", 7], ["SIGUSR1", 8]] as const) {
      const traps =
        "trap 'exit 7' TERM; trap 'exit 8' USR1; touch ready; while :; do sleep 0.05; done";
      const waiting = start(copyThen("sh", "-c", traps), dir);
      await until("it waits", () => count(dir) > 2);
      waiting.kill(signal);
      assertEquals((await waiting.finished).code, expected);
      sh("rm ready", dir);
    }
  });
});

Deno.test("--exec without FFI and the right to run anything: refused before anything is touched", async () => {
  await withOrdinaryFolder(async (dir) => {
    sh(MAKE_TREE, dir);
    const command = withoutFfi(["--allow-run=cat"], "copy", "s", "t", "--exec", "--", "touch", "x");
    const { code, stderr } = await start(command, dir).finished;
    assertEquals([code, sh("ls", dir)], [2, "s\n"]);
    assert(stderr.includes("--exec may not start 'touch'\n"), stderr);
  });
});
