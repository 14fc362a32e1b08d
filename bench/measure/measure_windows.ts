// Measures a run on Windows: the kernel keeps the figures of a process that has ended as long as a handle
// to it is open.

import { failureOf, start } from "../command.ts";
import type { Meter } from "./meter.ts";

/** PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_VM_READ */
const ACCESS = 0x1010;
/** sizeof(PROCESS_MEMORY_COUNTERS), and the offset of PeakWorkingSetSize in it. */
const COUNTERS_BYTES = 72;
const PEAK_OFFSET = 8;
const FILETIME_BYTES = 8;
/** A FILETIME counts 100 ns. */
const TICKS_PER_MS = 10_000;

const SYMBOLS = {
  OpenProcess: {
    parameters: [
      "u32", // DWORD dwDesiredAccess
      "i32", // BOOL bInheritHandle
      "u32", // DWORD dwProcessId
    ],
    result: "pointer",
  },
  GetProcessTimes: {
    parameters: [
      "pointer", // HANDLE hProcess
      "buffer", // LPFILETIME lpCreationTime
      "buffer", // LPFILETIME lpExitTime
      "buffer", // LPFILETIME lpKernelTime
      "buffer", // LPFILETIME lpUserTime
    ],
    result: "i32",
  },
  K32GetProcessMemoryInfo: {
    parameters: [
      "pointer", // HANDLE Process
      "buffer", // PPROCESS_MEMORY_COUNTERS ppsmemCounters
      "u32", // DWORD cb
    ],
    result: "i32",
  },
  CloseHandle: {
    parameters: ["pointer"], // HANDLE hObject
    result: "i32",
  },
} as const satisfies Deno.ForeignLibraryInterface;

type Kernel = Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];

/** Wall clock by this program, everything else by kernel32. */
export function windowsMeter(): Meter {
  const { symbols } = Deno.dlopen("kernel32.dll", SYMBOLS);
  return {
    name: "wall by this program, GetProcessTimes (user, sys to 15.6 ms), " +
      "K32GetProcessMemoryInfo (peak working set)",
    async measure({ command, failsFrom = 1 }) {
      const startMs = performance.now();
      const { pid, output } = start(command);
      const handle = symbols.OpenProcess(ACCESS, 0, pid);
      const ended = await output;
      const wallMs = performance.now() - startMs;
      const usage = usageOf(symbols, handle);
      if (handle !== null) symbols.CloseHandle(handle);
      // Negative: the process was ended by an exception.
      if (ended.code >= failsFrom || ended.code < 0) throw new Error(failureOf(command, ended));
      return { wallMs, ...usage };
    },
  };
}

function usageOf(symbols: Kernel, handle: Deno.PointerValue) {
  const counters = new DataView(new ArrayBuffer(COUNTERS_BYTES));
  counters.setUint32(0, COUNTERS_BYTES, true);
  const [created, exited, kernel, user] = Array.from(
    { length: 4 },
    () => new DataView(new ArrayBuffer(FILETIME_BYTES)),
  );
  const hasTimes = handle !== null &&
    symbols.GetProcessTimes(handle, created, exited, kernel, user) !== 0;
  const hasPeak = handle !== null &&
    symbols.K32GetProcessMemoryInfo(handle, counters, COUNTERS_BYTES) !== 0;
  return {
    userMs: hasTimes ? inMs(user) : null,
    sysMs: hasTimes ? inMs(kernel) : null,
    // Wine gives 0 for a process that has ended.
    peakBytes: hasPeak ? Number(counters.getBigUint64(PEAK_OFFSET, true)) || null : null,
  };
}

function inMs(time: DataView): number {
  return Number(time.getBigUint64(0, true)) / TICKS_PER_MS;
}
