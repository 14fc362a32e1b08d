// Options that exclude each other: within a source as ever, between sources the stronger one wins.

import { assertEquals } from "@std/assert";
import { PATH, refusalIn, rowsIn, settingsIn } from "./sources.ts";

Deno.test("settle: what is typed wins over what the file or the environment excludes, silently", () => {
  const quiet = settingsIn({ file: { quiet: true } }, "mirror -v a b");
  assertEquals([quiet.output.quiet, quiet.output.verbose, quiet.notices], [false, true, []]);
  const env = { FERRY_CHECKSUM: "1", FERRY_VERBOSE: "1" };
  const sized = settingsIn({ env, file: { quiet: true } }, "mirror --size-only a b");
  assertEquals([sized.options.comparison, sized.output.quiet], ["size-only", false]);
  assertEquals(
    settingsIn({ env: { FERRY_DELETE_EXCLUDED: "1" } }, "mirror --files-from l a b").options
      .deleteExcluded,
    false,
  );
  assertEquals(rowsIn({ file: { quiet: true } }, "mirror -v", "--quiet")[0].source, "default");
});

Deno.test("settle: one source that contradicts itself is refused, and named", () => {
  assertEquals(
    refusalIn({ env: { FERRY_QUIET: "1", FERRY_STATS: "1" } }, "mirror a b"),
    "FERRY_QUIET and FERRY_STATS exclude each other",
  );
  assertEquals(
    refusalIn({ file: '{\n"checksum": true,\n"size-only": true}' }, "mirror a b"),
    `${PATH}:2: checksum and ${PATH}:3: size-only exclude each other`,
  );
  assertEquals(refusalIn({}, "mirror -qv a b"), "--quiet and --verbose exclude each other");
});

Deno.test("settle: an empty range names where its ends come from", () => {
  assertEquals(
    refusalIn({ env: { FERRY_MIN_SIZE: "10M" } }, "mirror --max-size=1M a b"),
    "FERRY_MIN_SIZE and --max-size leave nothing: the least is above the most",
  );
});

Deno.test("settle: the typed one of two wins that the engine would weigh the other way, and it is told", () => {
  for (const name of ["bwlimit", "resume", "sparse"]) {
    const file = { [name]: { bwlimit: "1M", resume: true, sparse: "always" }[name] };
    const { options, notices } = settingsIn({ file }, "mirror --zero-copy a b");
    assertEquals(options.zeroCopy, "always");
    assertEquals([options.bandwidthLimit, options.resume, options.sparse], [null, false, "auto"]);
    assertEquals(notices, [`--zero-copy wins over ${PATH}:1: ${name}`]);
  }
  const typed = settingsIn({ file: { "zero-copy": true } }, "mirror --bwlimit 1M a b");
  assertEquals([typed.options.bandwidthLimit, typed.options.zeroCopy], [1048576, "auto"]);
  assertEquals(typed.notices, [`--bwlimit wins over ${PATH}:1: zero-copy`]);
  const clones = settingsIn({ file: { sparse: "never" } }, "mirror --reflink a b");
  assertEquals([clones.options.reflink, clones.options.sparse], ["always", "auto"]);
});

Deno.test("settle: --swap gives way to what is typed, but takes no protection away that the file gives", () => {
  const swap = { file: { swap: true } };
  for (const name of ["no-delete", "update", "ignore-existing", "backup", "resume", "inplace"]) {
    const { options, notices } = settingsIn(swap, `mirror --${name} a b`);
    assertEquals([options.swap, notices], [false, [`--${name} wins over ${PATH}:1: swap`]]);
  }
  assertEquals(settingsIn({ file: { resume: true } }, "mirror --swap a b").options.resume, false);
  // Left to the engine, which refuses them.
  const { options } = settingsIn({ file: { delete: false } }, "mirror --swap a b");
  assertEquals([options.swap, options.delete], [true, false]);
});

Deno.test("settle: --remove-source-files and --dereference, the stronger wins", () => {
  const env = { FERRY_REMOVE_SOURCE_FILES: "1", FERRY_DEREFERENCE: "1" };
  const typed = settingsIn({ env }, "copy --no-remove-source-files a b");
  assertEquals(typed.options.dereference, true);
  const removing = settingsIn({ file: { dereference: true } }, "copy --remove-source-files a b");
  assertEquals([removing.options.dereference, removing.options.removeSource], [false, "files"]);
});

Deno.test("settle: two of the same source are left to the engine", () => {
  const { options, notices } = settingsIn({}, "mirror --zero-copy --bwlimit 1M a b");
  assertEquals([options.zeroCopy, options.bandwidthLimit, notices], ["always", 1048576, []]);
});
