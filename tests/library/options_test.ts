// What each function takes, as TypeScript and at run time, and that what is wrong touches nothing.

import { assertEquals, assertRejects } from "@std/assert";
import {
  check,
  copy,
  type CopyOptions,
  type Keep,
  mirror,
  type MirrorOptions,
  move,
  type MoveOptions,
  plan,
  type PlanOptions,
  type Run,
  UsageError,
  verify,
  type VerifyOptions,
} from "../../lib/mod.ts";
import { TAKEN_BY } from "../../lib/library/given_options.ts";
import { DEFAULT_OPTIONS, type Options } from "../../lib/options.ts";
import { sh, withScratch } from "../support/safety.ts";

/** Options that a function takes at run time. */
type Taken<F> = {
  [O in keyof Options]: F extends (typeof TAKEN_BY)[O][number] ? O : never;
}[keyof Options];
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

// The types say what is checked at run time.
true satisfies Same<Taken<"copy">, keyof CopyOptions & keyof Options>;
true satisfies Same<Taken<"move">, keyof MoveOptions & keyof Options>;
true satisfies Same<Taken<"mirror">, keyof MirrorOptions & keyof Options>;
true satisfies Same<Taken<"verify">, keyof VerifyOptions & keyof Options>;
true satisfies Same<Taken<"plan">, keyof PlanOptions & keyof Options>;

const MISUSED: (readonly [call: () => Run<unknown>, message: string])[] = [];

/** A call, and what is said of it at run time. */
function misuse(call: () => Run<unknown>): (message: string) => void {
  return (message) => void MISUSED.push([call, message]);
}

// @ts-expect-error -- a copy deletes nothing
misuse(() => copy("a", "b", { delete: true }))(
  "copy() takes no option 'delete'; mirror(), plan() do",
);
// @ts-expect-error -- a move says itself what is removed
misuse(() => move("a", "b", { removeSource: "files" }))(
  "move() takes no option 'removeSource'; copy(), mirror(), plan() do",
);
// @ts-expect-error -- a mirror is always of one folder at another
misuse(() => mirror("a", "b", { placement: "into" }))(
  "mirror() takes no option 'placement'; copy(), move() do",
);
// @ts-expect-error -- a comparison writes nothing
misuse(() => verify("a", "b", { inplace: true }))(
  "verify() takes no option 'inplace'; copy(), mirror(), move(), plan() do",
);
// @ts-expect-error -- digests are what it compares with
misuse(() => check(new Map(), "b", { digests: true }))(
  "check() takes no option 'digests'; verify() does",
);
// @ts-expect-error -- a plan has no place to choose
misuse(() => plan("a", "b", { placement: "into" }))("plan() takes no option 'placement'");
// @ts-expect-error -- no function takes it
misuse(() => copy("a", "b", { compareOnly: true }))("there is no option 'compareOnly'");
// @ts-expect-error -- a typing error
misuse(() => copy("a", "b", { dryrun: true }))(
  "there is no option 'dryrun'; did you mean 'dryRun'?",
);
// @ts-expect-error -- as the command line has it
misuse(() => mirror("a", "b", { "max-delete": null }))("did you mean 'maxDelete'?");
// @ts-expect-error: a flag's name
misuse(() => mirror("a", "b", { bwlimit: 1e6 }))("for that flag a script has bandwidthLimit");
// @ts-expect-error: a flag's name
misuse(() => mirror("a", "b", { sizeOnly: true }))("has comparison: 'size-only'");
// @ts-expect-error: a flag's name
misuse(() => mirror("a", "b", { hardLinks: false }))("has keep: { hardLinks: true }");
// @ts-expect-error: a flag's name that stands for what copy() does not take
misuse(() => copy("a", "b", { noDelete: true }))("there is no option 'noDelete'");
// @ts-expect-error -- a typing error
misuse(() => copy("a", "b", { exclud: "*.o" }))("did you mean 'exclude'?");
// @ts-expect-error -- no number
misuse(() => copy("a", "b", { maxSize: "10M" }))(
  "'maxSize' takes a whole number of at least 0, or null, not '10M'",
);
// @ts-expect-error -- no such value
misuse(() => copy("a", "b", { placement: "in" }))(
  "'placement' takes one of 'auto', 'into', 'exact', not 'in'",
);
// @ts-expect-error -- no such value
misuse(() => copy("a", "b", { sparse: "allways" }))(
  "'sparse' takes one of 'auto', 'always', 'never'",
);
// @ts-expect-error -- no patterns
misuse(() => copy("a", "b", { exclude: [7] }))(
  "'exclude' takes a pattern or a list of them, not [ 7 ]",
);
// @ts-expect-error -- a text is no rule
misuse(() => copy("a", "b", { exclude: "*.o", filters: "x" }))("'filters' takes a list of");
// @ts-expect-error -- no list
misuse(() => copy("a", "b", { onlyPaths: "x" }))("'onlyPaths' takes a list of paths");
// @ts-expect-error -- no function
misuse(() => copy("a", "b", { filter: /x/ }))("'filter' takes a function, or null");
// @ts-expect-error -- no function
misuse(() => copy("a", "b", { onEvent: true }))("'onEvent' takes a function, not true");
// @ts-expect-error -- its controller is none
misuse(() => copy("a", "b", { signal: new AbortController() }))(
  "'signal' takes an AbortSignal, not AbortController",
);
// @ts-expect-error -- no object
misuse(() => copy("a", "b", null))("copy() takes an object, not null");
// @ts-expect-error -- no object
misuse(() => copy("a", "b", ["x"]))("copy() takes an object, not [");
// @ts-expect-error -- no list of files
misuse(() => copy("a", "b", { ownFiles: ["log"] }))("'ownFiles' takes a list of { path, what }");
// @ts-expect-error -- not one of keep
misuse(() => copy("a", "b", { keep: { mode: true } }))(
  "'keep' takes true or false for some of perms",
);
misuse(() => copy("a", "b", { exclude: "" }))(
  "'exclude' takes a pattern or a list of them, not ''",
);
misuse(() => copy("a", "b", { jobs: -3 }))("'jobs' takes a whole number from 0 to 256, not -3");
misuse(() => copy("a", "b", { jobs: 1e6 }))(
  "'jobs' takes a whole number from 0 to 256, not 1000000",
);
misuse(() => copy("a", "b", { minSize: 1.5 }))(
  "'minSize' takes a whole number of at least 0, or null, not 1.5",
);
misuse(() => copy("a", "b", { minAge: Infinity }))(
  "'minAge' takes a number of at least 0, or null, not Infinity",
);
misuse(() => copy("a", "b", { retries: NaN }))(
  "'retries' takes a whole number from 0 to 1000, not NaN",
);
misuse(() => copy("a", "b", { progressIntervalMs: -1 }))(
  "'progressIntervalMs' takes milliseconds up to 2147483647, not -1",
);
misuse(() => mirror("a", "b", { maxDelete: { amount: 101, unit: "percent" } }))(
  "up to 100 'percent'",
);
misuse(() => mirror("a", "b", { maxDelete: { amount: 0.5, unit: "entries" } }))(
  "a whole number of 'entries'",
);
misuse(() => copy("a", "b", { minSize: 2, maxSize: 1 }))("'minSize' and 'maxSize' leave nothing");
misuse(() => copy("a", "b", { minAge: 2, maxAge: 1 }))("'minAge' and 'maxAge' leave nothing");
misuse(() => mirror("a", "b", { onlyPaths: ["x"], deleteExcluded: true }))(
  "'onlyPaths' and 'deleteExcluded' exclude each other",
);
misuse(() => verify("a", "b", { digests: true, comparison: "size-only" }))(
  "'digests' and 'comparison' exclude each other",
);
misuse(() => copy(["a", "a"], "b", { onlyPaths: ["x"] }))("'onlyPaths' takes one SOURCE");
misuse(() => copy("a", "b", { suffix: "a/b" }))("suffix cannot contain a slash");
misuse(() => copy("a", "b", { sparse: "never", reflink: "always" }))(
  "sparse: 'never' and reflink: 'always' exclude each other",
);
misuse(() => mirror("a", "b", { swap: true, update: true }))(
  "swap and update exclude each other: swap makes all of DEST anew",
);
misuse(() => mirror("a", "b", { swap: true, filter: () => true }))(
  "swap would lose what the filters keep in DEST",
);
misuse(() => copy("a", "b", { removeSource: "files", dereference: true }))(
  "dereference copies what links lead to",
);
misuse(() => move([], "b"))("SOURCE");

for (const [index, [call, message]] of MISUSED.entries()) {
  Deno.test(`options ${index}: ${message}: a UsageError, and nothing is touched`, async () => {
    await withScratch(async (dir) => {
      sh("mkdir a; touch a/x", dir);
      const here = Deno.cwd();
      Deno.chdir(dir);
      try {
        await assertRejects(async () => await call(), UsageError, message);
      } finally {
        Deno.chdir(here);
      }
      assertEquals(sh("find . | sort", dir), ".\n./a\n./a/x\n");
    });
  });
}

/** What changes when one kind of metadata is not kept: the rest stays, whichever it is. */
const KEPT: Readonly<Record<Exclude<keyof Keep, "flags">, string>> = {
  perms: "stat -c %a d/f",
  times: "stat -c %Y d/f",
  owner: "stat -c %u d/f",
  group: "stat -c %g d/f",
  xattrs: "getfattr -n user.a --only-values d/f 2>/dev/null || true",
  acls: "getfacl -cn d/f | grep user:7 || true",
  hardLinks: "stat -c %h d/f",
  specials: "ls d",
};

Deno.test("keep: naming one of its fields changes that one alone", async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir s; echo x >s/f; ln s/f s/g; mkfifo s/p; chown 3:5 s/f; chmod 666 s/f
       setfattr -n user.a -v b s/f; setfacl -m u:7:r s/f; touch -d 2001-01-01 s/f`,
      dir,
    );
    const all = (of: string) =>
      Object.values(KEPT).map((ask) =>
        sh(ask.replaceAll("d/f", `${of}/f`).replace("ls d", `ls ${of}`), dir)
      );
    const whole = all("s");
    for (const name of Object.keys(KEPT) as (keyof typeof KEPT)[]) {
      sh("rm -rf d", dir);
      await mirror(`${dir}/s`, `${dir}/d`, { keep: { [name]: false } });
      const changed = Object.keys(KEPT).filter((_, i) => all("d")[i] !== whole[i]);
      // An ACL is permissions.
      assertEquals(changed, name === "perms" ? ["perms", "acls"] : [name]);
    }
  });
});

Deno.test("include, exclude, filters: in this order, as rsync reads them", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s/n; touch s/a.o s/b.o s/c s/d s/n/x", dir);
    const filters = [{ include: false, pattern: "c" }] as const;
    await mirror(`${dir}/s`, `${dir}/d`, { include: "a.o", exclude: ["*.o", "n/"], filters });
    assertEquals(sh("ls d", dir), "a.o\nd\n");
  });
});

Deno.test("TAKEN_BY: has each option of the engine", () => {
  assertEquals(Object.keys(TAKEN_BY).sort(), Object.keys(DEFAULT_OPTIONS).sort());
});
