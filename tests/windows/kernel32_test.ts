// That Deno's FFI reaches a kernel32 at all, here and in workers: everything else in this folder rests on it.

import { assertEquals } from "@std/assert";

/** Win32 error (winerror.h). */
const ERROR_FILE_NOT_FOUND = 2;

Deno.test("kernel32 answers through FFI, with the error of the call just made", () => {
  const library = Deno.dlopen("kernel32.dll", {
    GetFileAttributesW: { parameters: ["buffer"], result: "u32" },
    GetLastError: { parameters: [], result: "u32" },
  });
  const name = new Uint16Array([..."no such file\0"].map((character) => character.charCodeAt(0)));
  const attributes = library.symbols.GetFileAttributesW(new Uint8Array(name.buffer));
  const error = library.symbols.GetLastError();
  library.close();
  assertEquals([attributes, error], [0xffffffff, ERROR_FILE_NOT_FOUND]);
});
