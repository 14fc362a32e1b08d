// What the executable contacts: nothing. strace tells each call about sockets. The runtime makes a pair of them to be woken
// by signals, which leads nowhere but to itself.

import { assert, assertEquals } from "@std/assert";
import { ferry, ferryUnder } from "../support/ferry.ts";
import { needsPrograms } from "../support/programs.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { needsBinary } from "./binary.ts";

const reason = needsBinary() ?? needsPrograms("strace");

/** A pair without a name, and what goes through it. */
const OWN_PAIR = /^(socketpair\(AF_UNIX,|(send|recv)\w+\(\d+<UNIX-STREAM:\[\d+->\d+\]>)/;
/** Not one that strace has no name for, and shows for that reason. */
const IS_ONE = /^(?!syscall_)\w+\(/;
/** By which a program can reach another; a ring (io_uring) could do it without any of the others. */
const CALLS =
  "socket,socketpair,connect,bind,listen,accept,accept4,sendto,sendmsg,sendmmsg,recvfrom,recvmsg," +
  "recvmmsg,io_uring_setup";

const COMMANDS: readonly (readonly string[])[] = [
  ["--version"],
  ["help", "copy"],
  ["capabilities", "s"],
  ["copy", "-T", "-j4", "s", "copied"],
  ["mirror", "s", "copied"],
  ["plan", "s", "planned"],
  ["verify", "s", "copied"],
  ["move", "copied", "moved"],
  ["mirror", "--chown=0:0", "s", "moved"],
  ["history"],
  ["settings"],
];

testOrSkip(
  "strace sees a program that opens a socket",
  needsPrograms("strace") ?? needsPrograms("bash"),
  async () => {
    await withScratch((dir) => {
      // To a port that nobody listens on.
      sh(
        `strace -f -qq -o calls -e trace=${CALLS} bash -c 'exec 3<>/dev/udp/127.0.0.1/9' || true`,
        dir,
      );
      const calls = Deno.readTextFileSync(`${dir}/calls`);
      assert(contacts(calls).some((call) => call.includes("AF_INET")), calls);
    });
  },
);

testOrSkip("no command opens a socket to anywhere", reason, async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s/d state; for i in $(seq 300); do echo $i >s/d/$i; done", dir);
    const cwd = Deno.cwd();
    try {
      Deno.chdir(dir);
      for (const command of COMMANDS) {
        const trace = `${dir}/calls`;
        const watch = ["strace", "-f", "-qq", "-yy", "-o", trace, "-e", `trace=${CALLS}`];
        const { code, stderr } = await ferryUnder(watch, ...command);
        assertEquals(code, 0, `${command}: ${stderr}`);
        assertEquals(contacts(Deno.readTextFileSync(trace)), [], command.join(" "));
      }
    } finally {
      Deno.chdir(cwd);
    }
  });
});

testOrSkip(
  "where there is no network, all is the same",
  reason ?? needsPrograms("unshare"),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir s; echo a >s/a", dir);
      // And no call about sockets is permitted at all: none is needed.
      const { code, stderr } = await ferryUnder(
        ["unshare", "--user", "--map-root-user", "--net"],
        ...["copy", "-T", `${dir}/s`, `${dir}/t`],
      );
      assertEquals([code, sh("diff -r s t", dir)], [0, ""], stderr);
      assertEquals((await ferry("verify", `${dir}/s`, `${dir}/t`)).code, 0);
    });
  },
);

/** Lines of strace that show more than the runtime's own pair. */
function contacts(trace: string): string[] {
  const calls = trace.split("\n").map((line) => line.replace(/^\d+ +/, ""));
  return calls.filter((call) => IS_ONE.test(call) && !OWN_PAIR.test(call));
}
