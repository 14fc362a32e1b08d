// A resource fork may be far larger than any attribute that Linux takes, so that no file system at hand
// can hold one: here the holder of the attributes is made up.

import { assertEquals } from "@std/assert";
import { ERANGE } from "../../../ffi/errno.ts";
import { readXattrs } from "../../../lib/copy/metadata/xattrs.ts";
import type { XattrHolder } from "../../../lib/copy/metadata/xattr_holder.ts";
import { XattrPolicy } from "../../../lib/copy/metadata/xattr_policy.ts";
import { DEFAULT_OPTIONS } from "../../../lib/options.ts";
import { native, pattern } from "../../support/entries.ts";

Deno.test("darwin: an attribute of 300 KiB is read whole", () => {
  const fork = pattern(300 * 1024);
  const names = new TextEncoder().encode("com.apple.ResourceFork\0");
  const holder: XattrHolder = {
    listSize: () => names.length,
    list(buffer) {
      buffer.set(names);
      return names.length;
    },
    get(_name, buffer) {
      if (buffer.length === 0) return fork.length;
      if (buffer.length < fork.length) return -ERANGE;
      buffer.set(fork);
      return fork.length;
    },
    set: () => 0,
    remove: () => 0,
  };
  const policy = new XattrPolicy(DEFAULT_OPTIONS.keep, native);
  assertEquals(readXattrs(holder, policy), new Map([["com.apple.ResourceFork", fork]]));
});
