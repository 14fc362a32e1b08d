// The executable in roots that have nothing but it and C libraries: this machine's, the oldest that Deno's runtime asks
// for, Debian 11's, and musl. A real tree is copied and mirrored there; rsync and a snapshot from outside say what arrived.

import { assert, assertEquals } from "@std/assert";
import { LIBC_SYMBOLS } from "../../ffi/linux/symbols.ts";
import { type Container, makeContainer, runContainer } from "../support/container.ts";
import { expectSuccess } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { differences, snapshot } from "../support/snapshot.ts";
import { buildTree } from "../support/tree.ts";
import { type Libraries, librariesOf } from "./old_libraries.ts";
import { BINARY, needsBinary } from "./binary.ts";

const CLONE = new URL("../../", import.meta.url).pathname;
const scratch = makeScratch("ferry-old-systems-");
const reason = needsBinary() ?? needsRoot() ?? needsPrograms("unshare", "chroot", "ldd", "rsync");
const oldest = librariesOf("glibc 2.27");
const debian11 = librariesOf("glibc 2.31");
const musl = librariesOf("musl");

for (
  const [name, missing, make] of [
    ["nothing but this machine's libraries", null, () => makeContainer()],
    ["glibc 2.27, the oldest that Deno's runtime takes", oldest.reason, () => rootWith(oldest)],
    ["glibc 2.31, of Debian 11", debian11.reason, () => rootWith(debian11)],
    // What README says for Alpine.
    ["musl's library, and those of glibc beside it", musl.reason, () => rootWith(musl, glibc())],
  ] as const
) {
  testOrSkip(
    `in a root with ${name}: copy, mirror and verify are right`,
    reason ?? missing,
    () => copiesAndMirrors(make()),
  );
}

async function copiesAndMirrors(container: Container): Promise<void> {
  await withScratch(async (dir) => {
    const [seed, volume] = [`${dir}/seed`, `${dir}/vol`];
    buildTree(seed, 300);
    sh(`cp -a lib ffi scripts README.md '${seed}'; mkdir '${volume}'`, CLONE);
    const run = async (...args: string[]) =>
      expectSuccess(
        await runContainer(container, [...args, "--json", "--no-history"], {
          uid: 0,
          seed,
          volume,
        }),
      );
    const isEqual = async () => {
      assertEquals(differences(snapshot(seed), snapshot(`${volume}/copy`)), []);
      assertEquals(await judge(seed, `${volume}/copy`), []);
    };
    await run("copy", "-T", "-j2", "/seed", "/vol/copy");
    await isEqual();
    sh(
      `echo more >>README.md; rm -r lib/plan; mv ffi/linux moved; mkfifo pipe; mknod null c 1 3; chmod 700 scripts
       ln README.md again; rm -r sizes; ln -s nowhere sizes; touch -d @12345.678901234 lib/mod.ts`,
      seed,
    );
    const mirrored = await run("mirror", "/seed", "/vol/copy");
    assert(summaryOf(mirrored).deleted > 0, mirrored.stdout);
    await isEqual();
    const again = summaryOf(await run("mirror", "/seed", "/vol/copy"));
    assertEquals(
      [again.files_copied, again.files_replaced, again.metadata_updated, again.deleted],
      [0, 0, 0, 0],
    );
    await run("verify", "/seed", "/vol/copy");
  });
}

testOrSkip(
  "with musl alone the executable's loader is missing: exit 127",
  reason ?? musl.reason,
  async () => {
    const { code, stdout, stderr } = await runContainer(rootWith(musl), ["--version"], { uid: 0 });
    assertEquals([code, stdout], [127, ""]);
    assert(stderr.includes("/bin/ferry"), stderr);
  },
);

for (
  const [name, libraries, file] of [
    ["glibc 2.27", oldest, "x86_64-linux-gnu/libc.so.6"],
    ["musl", musl, "x86_64-linux-musl/libc.so"],
  ] as const
) {
  testOrSkip(
    `LIBC_SYMBOLS: ${name} has each function that is not optional`,
    libraries.reason ?? needsPrograms("nm"),
    () => {
      const library = `${libraries.root}/lib/${file}`;
      const listed = sh(`nm -D --defined-only --without-symbol-versions '${library}'`);
      const defined = new Set(listed.split("\n").map((line) => line.split(" ").at(-1)));
      const table: Deno.ForeignLibraryInterface = LIBC_SYMBOLS;
      const missing = Object.entries(table)
        .filter(([, symbol]) => !("optional" in symbol && symbol.optional))
        .map(([key, symbol]) => "name" in symbol && symbol.name ? symbol.name : key)
        .filter((symbol) => !defined.has(symbol));
      assert(defined.size > 1000);
      assertEquals(missing, []);
    },
  );
}

/** A root of libraries and the executable. */
function rootWith(...libraries: readonly Libraries[]): Container {
  const root = Deno.makeTempDirSync({ dir: scratch });
  for (const { root: from } of libraries) sh(`cp -a '${from}/.' '${root}'`);
  sh(`mkdir -p bin proc seed vol; cp '${BINARY}' bin/ferry; chmod 755 . bin/ferry`, root);
  return { root, command: ["/bin/ferry"] };
}

/** This machine's libraries as scripts/container/Dockerfile takes them. */
function glibc(): Libraries {
  return { root: makeContainer().root, reason: null };
}

function summaryOf({ stdout }: { readonly stdout: string }) {
  return JSON.parse(stdout.trimEnd().split("\n").at(-1)!);
}
