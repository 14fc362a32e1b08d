// Settings as users have them: a file in their own folder, variables, presets; and a program that may read neither.

import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { ferryCommand, type Outcome } from "../support/ferry.ts";
import { needsPrograms } from "../support/programs.ts";
import { testOrSkip } from "../support/skip.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;

/** A user's home with a tree to copy; gone when the test ends. */
class Home implements Disposable {
  readonly dir = Deno.makeTempDirSync({ prefix: "ferry-home-" });

  constructor() {
    Deno.mkdirSync(join(this.dir, "src/sub"), { recursive: true });
    for (const name of ["src/a.txt", "src/b.tmp", "src/sub/c.txt"]) {
      Deno.writeTextFileSync(join(this.dir, name), name);
    }
  }

  set settings(text: string) {
    Deno.mkdirSync(join(this.dir, ".config/ferry"), { recursive: true });
    Deno.writeTextFileSync(join(this.dir, ".config/ferry/settings.json"), text);
  }

  /** Names in a folder of the home, in order; null where it is not there. */
  names(folder: string): string[] | null {
    try {
      return [...Deno.readDirSync(join(this.dir, folder))].map(({ name }) => name).sort();
    } catch {
      return null;
    }
  }

  async run(
    args: readonly string[],
    env: Record<string, string> = {},
    command: readonly string[] = ferryCommand(),
  ): Promise<Outcome> {
    const [program, ...rest] = [...command, ...args];
    const { code, stdout, stderr } = await new Deno.Command(program, {
      args: rest,
      cwd: this.dir,
      env: { HOME: this.dir, DENO_DIR: denoDir(), ...CLEARED, ...env },
    }).output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.dir, { recursive: true });
  }
}

/** What this process may have from its own surroundings. */
const CLEARED = {
  NO_COLOR: "1",
  XDG_CONFIG_HOME: "",
  XDG_STATE_HOME: "",
  FERRY_NO_CONFIG: "",
  FERRY_NO_HISTORY: "",
};

/** Deno's own folder, which HOME no longer leads to. */
function denoDir(): string {
  return Deno.env.get("DENO_DIR") ?? join(Deno.env.get("HOME")!, ".cache/deno");
}

Deno.test("settings: file, variables and flags decide what a run does", async () => {
  using home = new Home();
  home.settings = '{ // mine\n"exclude": "*.tmp", "mirror": { "no-delete": true } }';
  const first = await home.run(["mirror", "src", "dst"], { FERRY_EXCLUDE: "/sub" });
  assertEquals([first.code, first.stderr, home.names("dst")], [0, "", ["a.txt"]]);
  Deno.writeTextFileSync(join(home.dir, "dst/extra"), "");
  await home.run(["mirror", "src", "dst"]);
  assertEquals(home.names("dst"), ["a.txt", "extra", "sub"]);
  await home.run(["mirror", "--no-config", "src", "dst"]);
  assertEquals(home.names("dst"), ["a.txt", "b.tmp", "sub"]);
  const dry = await home.run(["copy", "-T", "src", "new"], { FERRY_DRY_RUN: "1" });
  assertEquals([dry.code, home.names("new")], [0, null]);
  assert(dry.stdout.includes("\ndry run: 2 files"), dry.stdout);
});

Deno.test("settings: a wrong file ends the run with exit code 2 before anything is touched", async () => {
  using home = new Home();
  home.settings = '{\n"exclde": "x"\n}';
  const path = join(home.dir, ".config/ferry/settings.json");
  const wrong = await home.run(["copy", "src", "dst"]);
  assertEquals(wrong, {
    code: 2,
    stdout: "",
    stderr: `ferry: ${path}:2: there is no option 'exclde'\nferry: did you mean 'exclude'?\n`,
  });
  assertEquals(home.names("dst"), null);
  Deno.removeSync(path);
  Deno.mkdirSync(path);
  const folder = await home.run(["copy", "src", "dst"]);
  assertEquals([folder.code, home.names("dst")], [2, null]);
  assert(folder.stderr.includes("Is a directory"), folder.stderr);
  assertEquals((await home.run(["--version"])).code, 0);
});

Deno.test("ferry settings: what holds and where it comes from", async () => {
  using home = new Home();
  home.settings = '{ "jobs": 4, "mirror": { "exclude": ["a b"] } }';
  const env = { FERRY_FSYNC: "1" };
  const { code, stdout } = await home.run(["settings", "mirror", "--preset", "safe"], env);
  const path = join(home.dir, ".config/ferry/settings.json");
  const lines = stdout.split("\n").map((line) => line.replace(/ +/g, " "));
  assertEquals(code, 0);
  for (
    const line of [
      `settings file: ${path}`,
      `--jobs 4 file ${path}:1`,
      `--exclude "a b" file ${path}:1`,
      "--fsync yes environment FERRY_FSYNC",
      "--verify yes preset safe",
      "--preset safe flag",
      "--update no default",
    ]
  ) assert(lines.includes(line), `${line} is not in\n${stdout}`);
  const json = await home.run(["settings", "--json"]);
  const objects = json.stdout.trim().split("\n").map((line) => JSON.parse(line));
  assertEquals(objects[0], { type: "settings-file", schema: 1, path, exists: true });
  assertEquals(objects.find(({ option }) => option === "--jobs"), {
    type: "setting",
    schema: 1,
    option: "--jobs",
    value: "4",
    source: "file",
    where: `${path}:1`,
  });
});

const isSource = Deno.env.get("FERRY_BINARY") === undefined;

testOrSkip(
  "settings: without --allow-env, and without the right to read the file, there are none",
  isSource ? null : "not the source",
  async () => {
    using home = new Home();
    home.settings = '{ "exclude": "*.tmp" }';
    const deno = (...rights: string[]) => [
      Deno.execPath(),
      ...["run", "--no-check", "--allow-write", "--allow-ffi", "--allow-sys", ...rights, MAIN],
    ];
    const copy = ["copy", "-T", "src"];
    const none = await home.run([...copy, "a"], { FERRY_DRY_RUN: "1" }, deno("--allow-read"));
    assertEquals([none.code, home.names("a")], [0, ["a.txt", "b.tmp", "sub"]], none.stderr);
    const some = await home.run(
      [...copy, "b"],
      { FERRY_EXCLUDE: "/sub" },
      deno("--allow-read", "--allow-env=FERRY_EXCLUDE,HOME"),
    );
    assertEquals([some.code, home.names("b")], [0, ["a.txt"]], some.stderr);
    const folders = [join(home.dir, "src"), join(home.dir, "c"), "/proc"];
    const rights = deno(`--allow-read=${folders.join(",")}`, "--allow-env");
    const unread = await home.run([...copy, "c"], {}, rights);
    assertEquals(unread.stderr.includes("settings"), false, unread.stderr);
  },
);

testOrSkip(
  "settings: on a terminal nobody is asked for the environment, nor for FFI",
  isSource ? needsPrograms("script", "timeout") : "not the source",
  async () => {
    for (const right of ["--allow-ffi", "--allow-env"]) {
      using home = new Home();
      const rights = `--allow-read --allow-write --allow-sys ${right}`;
      const line = `${Deno.execPath()} run --no-check ${rights} ${MAIN} copy -C -T src dst`;
      const terminal = ["timeout", "20", "script", "-qec", line, "/dev/null"];
      const { code, stdout } = await home.run([], { SHELL: "/bin/sh" }, terminal);
      assertEquals([code, stdout.includes("Deno requests")], [0, false], stdout);
    }
  },
);

testOrSkip(
  "--preset background: idle priority in every thread, and the cache is given back",
  needsPrograms("strace"),
  async () => {
    using home = new Home();
    const trace = join(home.dir, "trace");
    const strace = ["strace", "-f", "-e", "trace=ioprio_set,setpriority,fadvise64", "-o", trace];
    const run = (...args: string[]) => home.run(args, {}, [...strace, ...ferryCommand()]);
    const copied = await run("copy", "-T", "--preset", "background", "-j2", "src", "dst");
    assertEquals([copied.code, copied.stderr], [0, ""]);
    const text = Deno.readTextFileSync(trace);
    const count = (call: RegExp) => [...text.matchAll(call)].length;
    assert(count(/setpriority\(PRIO_PROCESS, 0, 19\) += 0/g) >= 1, text);
    assert(count(/ioprio_set\(.*IOPRIO_CLASS_IDLE/g) >= 1, text);
    assertEquals(count(/fadvise64\(.*POSIX_FADV_DONTNEED\) += 0/g), 6, "each file, on both sides");
    const verified = await run("verify", "--drop-cache", "src", "dst");
    assertEquals(verified.code, 0);
    assertEquals(
      [...Deno.readTextFileSync(trace).matchAll(/POSIX_FADV_DONTNEED/g)].length,
      6,
      "verify gives back what it read",
    );
    await run("copy", "-T", "src", "plain");
    assertEquals(Deno.readTextFileSync(trace).includes("DONTNEED"), false);
  },
);

testOrSkip(
  "--drop-cache: nothing of what was copied, compared or verified stays in the cache",
  needsPrograms("fincore", "stat") ?? inMemory(),
  async () => {
    using home = new Home();
    /** Bytes of the files of two trees that are in the cache, as fincore(1) tells. */
    const cached = (...folders: string[]) => {
      const paths = folders.flatMap((folder) =>
        ["a.txt", "b.tmp", "sub/c.txt"].map((name) => join(home.dir, folder, name))
      );
      const { stdout } = new Deno.Command("fincore", { args: ["-nbo", "RES", ...paths] })
        .outputSync();
      const sizes = new TextDecoder().decode(stdout).trim().split(/\s+/);
      return sizes.reduce((sum, size) => sum + Number(size), 0);
    };
    await home.run(["copy", "-T", "src", "plain"]);
    assert(cached("src", "plain") > 0);
    const dropping = [
      ["copy", "-T", "src", "dst"],
      ["verify", "src", "dst"],
      ["mirror", "-c", "src", "dst"],
      ["mirror", "--ignore-times", "--verify", "-j2", "src", "dst"],
      ["mirror", "--ignore-times", "--inplace", "src", "dst"],
    ];
    for (const [command, ...rest] of dropping) {
      const { code, stderr } = await home.run([command, "--drop-cache", ...rest]);
      assertEquals([code, stderr, cached("src", "dst")], [0, "", 0], `${command} ${rest}`);
    }
  },
);

/** Why nothing can be dropped from the cache of the folder for temporary files. */
function inMemory(): string | null {
  const dir = Deno.makeTempDirSync({ prefix: "ferry-home-" });
  const { stdout } = new Deno.Command("stat", { args: ["-fc", "%T", dir] }).outputSync();
  Deno.removeSync(dir);
  return new TextDecoder().decode(stdout).trim() === "tmpfs" ? "files are in memory" : null;
}
