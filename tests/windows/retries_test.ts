// Windows' codes have names of their own (ERROR_SHARING_VIOLATION), which `--retries` did not know: nothing was tried again.

import { assertEquals } from "@std/assert";
import { commonErrorName } from "../../ffi/mod.ts";
import { wideString } from "../../ffi/windows/wide_text.ts";
import { adviceOn } from "../../lib/advice.ts";
import { isTransient } from "../../lib/copy/attempt.ts";
import type { RunEvent } from "../../lib/events.ts";
import { withSides } from "./sides.ts";
import { writeFile } from "./support.ts";

const GENERIC_READ = 0x80000000, OPEN_EXISTING = 3, SHARED_WITH_NOBODY = 0;

/** Opens a file so that nobody else can; what closes it again. */
function holdAlone(path: string): () => void {
  const kernel32 = Deno.dlopen("kernel32.dll", {
    CreateFileW: {
      parameters: ["buffer", "u32", "u32", "usize", "u32", "u32", "usize"],
      result: "usize",
    },
    CloseHandle: { parameters: ["usize"], result: "i32" },
  });
  const { CreateFileW, CloseHandle } = kernel32.symbols;
  const handle = CreateFileW(
    wideString(path),
    GENERIC_READ,
    SHARED_WITH_NOBODY,
    0n,
    OPEN_EXISTING,
    0,
    0n,
  );
  return () => {
    CloseHandle(handle);
    kernel32.close();
  };
}

Deno.test(
  "--retries copies a file that another program has open for a while",
  withSides(async ({ source, target, run }) => {
    writeFile(source, "busy");
    const letGo = holdAlone(`${source}\\busy`);
    const refused = await run();
    assertEquals(refused.errors.map(({ code }) => code), ["ERROR_SHARING_VIOLATION"]);
    let isTriedAgain = false;
    const onEvent = (event: RunEvent) => {
      if (event.type !== "notice" || isTriedAgain || !event.message.includes("trying again")) {
        return;
      }
      isTriedAgain = true;
      letGo();
    };
    const { outcome, errors } = await run({ retries: 5, retryWait: 0.1, onEvent });
    if (!isTriedAgain) letGo();
    assertEquals([outcome, errors, isTriedAgain], ["done", [], true]);
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
