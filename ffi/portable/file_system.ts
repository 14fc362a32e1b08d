import type { NativeFileSystem } from "../native_file_system.ts";
export function openPortable(): NativeFileSystem {
  throw new Error("not yet");
}
