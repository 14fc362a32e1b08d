// Windows' codes have names of their own (ERROR_SHARING_VIOLATION), which `--retries` did not know: nothing was tried again.

import { assertEquals } from "@std/assert";
import { commonErrorName } from "../../ffi/mod.ts";
import { adviceOn } from "../../lib/advice.ts";
import { isTransient } from "../../lib/copy/attempt.ts";
import { intercepting, type StandIn } from "./intercept.ts";
import { withSides } from "./sides.ts";
import { writeFile } from "./support.ts";

const STATUS_SHARING_VIOLATION = 0xc0000043 | 0;
/** Those of one attempt, each of whose two calls to open the file waits and tries six times. */
const REFUSED_CALLS = 12;
/** UNICODE_STRING of an OBJECT_ATTRIBUTES: where its address stands, and in it the length and the address of the text. */
const OBJECT_NAME_AT = 16, BUFFER_AT = 8;

/** The name in the OBJECT_ATTRIBUTES of NtCreateFile. */
function nameIn({ buffer, byteOffset }: Uint8Array<ArrayBuffer>): string {
  const attributes = new DataView(buffer, byteOffset);
  const at = (address: bigint) => new Deno.UnsafePointerView(Deno.UnsafePointer.create(address)!);
  const text = at(attributes.getBigUint64(OBJECT_NAME_AT, true));
  const bytes = text.getUint16(0);
  if (bytes === 0) return "";
  const units = new Uint16Array(at(text.getBigUint64(BUFFER_AT)).getArrayBuffer(bytes));
  return String.fromCharCode(...units);
}

Deno.test(
  "--retries copies a file that another process has open for a while",
  withSides(async ({ source, target, run }) => {
    writeFile(source, "busy");
    let calls = 0;
    const NtCreateFile: StandIn = (real, ...parameters) => {
      const isRefused = nameIn(parameters[2]) === "busy" && calls++ < REFUSED_CALLS;
      return isRefused ? STATUS_SHARING_VIOLATION : real(...parameters);
    };
    const options = { jobs: 1, retries: 5, retryWait: 0.01 };
    const { outcome, errors } = await intercepting({ NtCreateFile }, () => run(options));
    assertEquals([outcome, errors, calls > 0], ["done", [], true]);
    assertEquals(Deno.readTextFileSync(`${target}\\busy`), "busy");
  }),
);

Deno.test("what is decided by a code goes for Windows' names of it, too", () => {
  const names = [
    "ERROR_SHARING_VIOLATION",
    "ERROR_NETNAME_DELETED",
    "ERROR_1231",
    "EBUSY",
    "DATALESS",
  ];
  assertEquals(names.map(commonErrorName), ["EBUSY", "EIO", "EIO", "EBUSY", "DATALESS"]);
  assertEquals(["ERROR_SHARING_VIOLATION", "ERROR_ACCESS_DENIED"].map(isTransient), [true, false]);
  assertEquals(adviceOn("ERROR_DISK_FULL", null, true), adviceOn("ENOSPC", null, true));
});
