// The path of an open handle, for stand-ins that are told handles only.

const kernel32 = Deno.build.os === "windows"
  ? Deno.dlopen("kernel32.dll", {
    GetFinalPathNameByHandleW: { parameters: ["usize", "buffer", "u32", "u32"], result: "u32" },
  }).symbols
  : null;

export function pathOfHandle(handle: bigint): string {
  const units = new Uint16Array(1024);
  const bytes = new Uint8Array(units.buffer);
  const count = kernel32!.GetFinalPathNameByHandleW(handle, bytes, units.length, 0);
  return String.fromCharCode(...units.subarray(0, count));
}
