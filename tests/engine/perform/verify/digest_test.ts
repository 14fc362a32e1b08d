// SHA-256, judged by sha256sum(1)'s known answers (FIPS 180-4's examples).

import { assertEquals } from "@std/assert";
import { startDigest } from "../../../../lib/engine/perform/verify/digest.ts";

Deno.test("startDigest: SHA-256 of what it is given, in parts or in one", () => {
  const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assertEquals(startDigest().digest("hex"), empty);
  assertEquals(startDigest().update("abc").digest("hex"), abc);
  assertEquals(startDigest().update("a").update("bc").digest("hex"), abc);
});
