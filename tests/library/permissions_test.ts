// Deno's permissions: the least with which each function works, what is said without them, and that nothing is asked.

import { assert, assertEquals } from "@std/assert";
import { sh } from "../support/safety.ts";
import { ROOT } from "../support/documents.ts";
import { needsPrograms } from "../support/programs.ts";
import { testOrSkip } from "../support/skip.ts";

const MOD = new URL("../../lib/mod.ts", import.meta.url).href;

/** What a script prints that calls a function with these arguments, in a folder that has `s` and `s2`, under these flags. */
function run(flags: string, ...calls: readonly string[]): string {
  return runIn(([program, ...args]) => [program, ...args], flags, calls);
}

/** The same with a terminal, on which Deno asks for what is missing; util-linux's script(1) makes one. */
function runOnTerminal(flags: string, ...calls: readonly string[]): string {
  const line = (words: readonly string[]) => words.map((word) => `'${word}'`).join(" ");
  const wrap = (words: readonly string[]) => [
    "timeout",
    ...["-k", "1", "30", "script", "-qec", line(words), "/dev/null"],
  ];
  return runIn(wrap, flags, calls).replaceAll("\r", "");
}

function runIn(
  wrap: (words: readonly string[]) => readonly string[],
  flags: string,
  calls: readonly string[],
): string {
  // Deno lets nobody into /dev who may not do everything.
  const dir = Deno.makeTempDirSync({ dir: "/tmp" });
  try {
    sh(
      "mkdir s s2 d; echo a >s/a; mkdir s/x; echo b >s/x/b; cp -a s/. s2/; mkdir links; ln -s a links/l",
      dir,
    );
    Deno.writeTextFileSync(
      `${dir}/script.ts`,
      `import * as ferry from ${JSON.stringify(MOD)};
       const { copy, mirror, move, verify, check, plan, capabilities } = ferry;
       for (const call of [${calls.map((call) => `() => ${call}`).join()}]) {
         try {
           const { outcome = "done" } = await call() as { outcome?: string };
           console.log(outcome);
         } catch (error) {
           const { name, flag, code } = error as Error & Record<string, string>;
           console.log(name, code, flag);
         }
       }`,
    );
    const all = flags.split(" ").filter(Boolean);
    const [program, ...args] = wrap(
      [Deno.execPath(), "run", "--no-check", "--quiet", ...all, "script.ts"],
    );
    const { stdout, stderr } = new Deno.Command(program, {
      args,
      cwd: dir,
      env: { NO_COLOR: "1" },
    }).outputSync();
    const text = new TextDecoder();
    assert(!/permission|prompt/i.test(text.decode(stderr)), text.decode(stderr));
    return text.decode(stdout).trim();
  } finally {
    sh(`rm -rf '${dir}'`);
  }
}

/** The least that is needed, with FFI and without; a line each, as the documentation has them. */
const LEAST: readonly (readonly [call: string, ffi: string, portable: string])[] = [
  ["copy('s', 'd')", "--allow-read=s,d --allow-write=d", "--allow-read=. --allow-write=d"],
  [
    "copy('s/a', 'new')",
    "--allow-read=s/a,new --allow-write=new",
    "--allow-read=. --allow-write=.",
  ],
  [
    "mirror('s', 'new')",
    "--allow-read=s,new --allow-write=new",
    "--allow-read=. --allow-write=new",
  ],
  [
    "move('s', 'new')",
    "--allow-read=s,new --allow-write=new,s",
    "--allow-read=. --allow-write=s,new",
  ],
  ["verify('s', 's2')", "--allow-read=s,s2", "--allow-read=."],
  ["plan('s', 's2')", "--allow-read=s,s2", "--allow-read=."],
  ["check(new Map(), 'd')", "--allow-read=d", "--allow-read=."],
  ["capabilities('d')", "--allow-read=d --allow-write=d", "--allow-read=d --allow-write=d"],
];

for (const [call, ffi, portable] of LEAST) {
  Deno.test(`${call}: works with the least permissions`, () => {
    assertEquals(run(`--allow-ffi ${ffi}`, call), "done", "with FFI");
    assertEquals(run(portable, call), "done", "without FFI");
  });
}

Deno.test("every function names the permissions that it misses", () => {
  const said = run("--allow-ffi", ...LEAST.map(([call]) => call)).split("\n");
  assertEquals(said, LEAST.map(([, ffi]) => `PermissionError ENOTCAPABLE ${ffi}`));
});

Deno.test("copy: each permission by itself is missed by name, with FFI and without", () => {
  const call = "copy('s', 'd')";
  assertEquals(run("", call), "PermissionError ENOTCAPABLE --allow-read=s,d,. --allow-write=d");
  assertEquals(run("--allow-read", call), "PermissionError ENOTCAPABLE --allow-write=d");
  assertEquals(
    run("--allow-read=s --allow-write", call),
    "PermissionError ENOTCAPABLE --allow-read=d,.",
  );
});

Deno.test("copy: symlinks need more than paths without FFI, which is said of each", () => {
  const call = `(async () => {
    const { errors } = await copy("links", "d");
    return { outcome: errors.map(({ name, code, message }) => [name, code, message].join(" ")).join() };
  })()`;
  assertEquals(
    run("--allow-read=. --allow-write=d", call),
    "EntryError EACCES cannot create symlink 'd/links/l': Deno makes symlinks only with " +
      "--allow-read and --allow-write for all paths (EACCES)",
  );
});

Deno.test("mirror: workers that must not be loaded leave the run to one thread, which is said", () => {
  const call = `(async () => {
    const notices: string[] = [];
    const onEvent = (e: ferry.RunEvent) => void (e.type === "notice" && notices.push(e.message));
    await mirror("s", "d", { jobs: 3, onEvent });
    return { outcome: notices.join() };
  })()`;
  const root = ROOT.replace(/\/$/, "");
  const flags = "--allow-ffi --allow-write=d --allow-read=s,d";
  assertEquals(run(flags, call), `works in one thread: others need --allow-read=${root}`);
  assertEquals(run(`${flags},${root}`, call), "");
});

testOrSkip(
  "no function asks for anything on a terminal, with FFI and without",
  needsPrograms("script", "timeout"),
  () => {
    const calls = LEAST.map(([call]) => call);
    const changed = (all: string) => all.split("\n").map((line) => line.split(" ")[0]);
    for (const ffi of ["--allow-ffi ", ""]) {
      assertEquals(
        changed(runOnTerminal(`${ffi}--no-config`, ...calls)),
        calls.map(() => "PermissionError"),
      );
      for (const call of calls) {
        const said = runOnTerminal(`${ffi}--allow-read=. --allow-write=.`, call);
        assertEquals(said, "done", ffi + call);
      }
    }
    assertEquals(runOnTerminal("--allow-read=. --allow-write=.", "copy('links', 'd')"), "partial");
    const ofFile = runOnTerminal("--allow-read=. --allow-write=s/a", "capabilities('s/a')");
    assertEquals(ofFile, "done");
  },
);

Deno.test("mirror: backups and earlier copies outside of DEST need permissions of their own", () => {
  const flags = "--allow-ffi --allow-read=s,d --allow-write=d";
  const calls = [
    "mirror('s', 'd', { backupDir: '../s2' })",
    "mirror('s', 'd', { linkDest: '../s2' })",
    "mirror('s', 'd', { backupDir: 'kept', linkDest: [] })",
  ];
  assertEquals(run(flags, ...calls).split("\n"), [
    "PermissionError ENOTCAPABLE --allow-write=d/../s2",
    "PermissionError ENOTCAPABLE --allow-read=d/../s2",
    "done",
  ]);
});

Deno.test("capabilities: tries nothing in the folder of a file that may be written to alone", () => {
  const told = `capabilities("s/a").then(({ paths: [path] }) => ({ outcome: path.writable.note }))`;
  const note = "Deno was not started with --allow-write for it";
  for (const ffi of ["--allow-ffi ", ""]) {
    assertEquals(run(`${ffi}--allow-read=s --allow-write=s/a`, told), note);
  }
});
