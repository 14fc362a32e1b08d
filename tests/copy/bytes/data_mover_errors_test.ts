// What is told of a file whose bytes could not be moved: which call failed, and what each method answered.

import { assertEquals } from "@std/assert";
import { EINVAL, EIO, ENOSYS, EOPNOTSUPP } from "../../../ffi/errno.ts";
import { UNSUPPORTED } from "../../../lib/copy/bytes/answers.ts";
import { LIKE_LINUX, makeBench } from "../../support/bytes_mover.ts";
import { LARGE, move } from "./one_file.ts";

Deno.test("DataMover: what each method answered is told where none works", () => {
  const bench = makeBench(LIKE_LINUX, { zeroCopy: "always" });
  bench.files.answerAlways("cloneFile", -EOPNOTSUPP);
  bench.files.answerAlways("copyRange", -ENOSYS);
  bench.files.answerAlways("sendFile", -EINVAL);
  assertEquals(move(bench, LARGE).result, UNSUPPORTED);
  assertEquals(bench.transfer.refusals, [
    "reflink: EOPNOTSUPP",
    "copy_file_range: ENOSYS",
    "sendfile: EINVAL",
  ]);
  assertEquals(bench.files.callsOf("read"), []);
});

Deno.test("DataMover: an error of the disk ends the file with its call, and no other method hides it", () => {
  const calls = [["cloneFile", "ioctl(FICLONE)"], ["copyRange", "copy_file_range"]] as const;
  for (const [call, failedCall] of calls) {
    const bench = makeBench(call === "cloneFile" ? LIKE_LINUX : { copyFileRange: true });
    bench.files.answerAlways(call, -EIO);
    assertEquals([move(bench, LARGE).result, bench.transfer.failedCall], [-EIO, failedCall]);
    assertEquals(bench.files.calls.length, 1);
  }
});

Deno.test("DataMover: an error of the disk in fcopyfile ends the file", () => {
  const bench = makeBench({ copyContents: true });
  bench.files.answer("copyContents", -EIO);
  assertEquals([move(bench, LARGE).result, bench.transfer.failedCall], [-EIO, "fcopyfile"]);
  assertEquals(bench.files.callsOf("read"), []);
});

Deno.test("DataMover: a failing sendfile is told by its name", () => {
  const bench = makeBench({ sendfile: true });
  for (const call of ["seek", "sendFile"] as const) {
    bench.files.answer(call, -EIO);
    assertEquals([move(bench, LARGE).result, bench.transfer.failedCall], [-EIO, "sendfile"]);
  }
});
