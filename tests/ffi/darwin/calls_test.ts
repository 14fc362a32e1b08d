// How Darwin's functions are called, on the stand-in of both machines: variadic arguments, error numbers,
// locks and what has a second way.

import { assertEquals } from "@std/assert";
import * as errno from "../../../ffi/errno.ts";
import { cString } from "../../../ffi/mod.ts";
import * as make from "../../support/entries.ts";
import { succeeded, testOnBoth } from "../../support/on_stand_in.ts";

testOnBoth("openat gets its mode, which is the variadic argument", ({ fs, folder, path }) => {
  const umask = Deno.umask(0);
  for (const mode of [0o600, 0o755, 0o4711]) {
    fs.close(succeeded(fs, fs.createNamed(folder, cString(`${mode}`), mode)));
    assertEquals(Deno.statSync(`${path}/${mode}`).mode! & 0o7777, mode);
  }
  Deno.umask(umask);
});

testOnBoth(
  "fcntl gets its argument, which is the variadic one",
  async ({ fs, folder, standIn }) => {
    const calls = await standIn.record(() => assertEquals(fs.sync(folder), 0));
    assertEquals(calls, [`fcntl(${folder}, 51, 0)`]);
  },
);

testOnBoth("sync falls back on fsync where F_FULLFSYNC is not known", async (place) => {
  const { fs, folder, standIn } = place;
  standIn.fail("fcntl", 45);
  const calls = await standIn.record(() => assertEquals(fs.sync(folder), 0));
  assertEquals(calls.at(-1), `fsync(${folder})`);
});

testOnBoth("errors have Darwin's names and ferry's numbers", ({ fs, folder, standIn }) => {
  const answers: [number, number, string][] = [
    [45, errno.EOPNOTSUPP, "ENOTSUP"],
    [35, errno.EAGAIN, "EAGAIN"],
    [93, errno.ENODATA, "ENOATTR"],
    [66, errno.ENOTEMPTY, "ENOTEMPTY"],
    [69, errno.EDQUOT, "EDQUOT"],
    [28, errno.ENOSPC, "ENOSPC"],
    [79, 1079, "EFTYPE"],
  ];
  for (const [darwin, neutral, name] of answers) {
    standIn.fail("mkdirat", darwin, 0, 1);
    const error = fs.makeFolder(folder, cString("x"), 0o700);
    assertEquals([error, fs.errorName(error)], [-neutral, name]);
  }
  assertEquals(fs.errorText(-errno.ENOTEMPTY), "Directory not empty");
});

testOnBoth("a lock is refused to another", ({ fs, folder, path }) => {
  make.makeFile(`${path}/file`);
  const [a, b] = [0, 1].map(() => fs.openForReading(folder, cString("file"), false));
  assertEquals([fs.tryLock(a), fs.tryLock(b)], [0, -errno.EAGAIN]);
  fs.close(a);
  fs.close(b);
});

testOnBoth("isRunning knows this process and none that has ended", ({ fs }) => {
  assertEquals([fs.isRunning(Deno.pid), fs.isRunning(2 ** 22 + 1)], [true, false]);
});

testOnBoth("dropCache writes the data and keeps what is read out of the cache", async (place) => {
  const { fs, folder, path, standIn } = place;
  make.makeFile(`${path}/file`, "x");
  const file = succeeded(fs, fs.openForReading(folder, cString("file"), false));
  const calls = await standIn.record(() => assertEquals(fs.dropCache(file), 0));
  assertEquals(calls, [`fsync(${file})`, `fcntl(${file}, 48, 1)`]);
  fs.close(file);
});
