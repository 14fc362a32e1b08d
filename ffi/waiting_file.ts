// Files whose calls may block, such as a FIFO without its other end, opened without blocking this thread:
// it has to hear signals. Deno's own `open` blocks the thread that calls it, up to Deno 2.7 at least. The
// calls are made in threads of Deno's, so that errno is lost; where one fails, Deno's own call is made for
// its error.

import { openCLibrary } from "./c_library.ts";
import { cString } from "./c_string.ts";

const O_RDONLY = 0, O_WRONLY = 1;

const SYMBOLS = {
  open: {
    parameters: [
      "buffer", // const char *pathname
      "i32", // int flags
    ],
    result: "i32",
    nonblocking: true,
  },
  read: {
    parameters: [
      "i32", // int fd
      "buffer", // void *buf
      "usize", // size_t count
    ],
    result: "i32",
    nonblocking: true,
  },
  write: {
    parameters: [
      "i32", // int fd
      "buffer", // const void *buf
      "usize", // size_t count
    ],
    result: "i32",
    nonblocking: true,
  },
  close: { parameters: ["i32" /* int fd */], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** What `Deno.FsFile` is as well. */
export interface WaitingFile extends Disposable {
  read(buffer: Uint8Array<ArrayBuffer>): Promise<number | null>;
  write(bytes: Uint8Array<ArrayBuffer>): Promise<number>;
  close(): void;
}

/** Opens an existing file. Throws what Deno throws. */
export async function openWaiting(path: string, way: "read" | "write"): Promise<WaitingFile> {
  const c = openCLibrary(SYMBOLS);
  const fd = c === null ? -1 : await c.open(cString(path), way === "read" ? O_RDONLY : O_WRONLY);
  if (c === null || fd < 0) return await Deno.open(path, { [way]: true });
  const close = () => void c.close(fd);
  return {
    async read(buffer) {
      const count = await c.read(fd, buffer, BigInt(buffer.length));
      if (count >= 0) return count;
      await readByDeno(path, buffer);
      throw Object.assign(new Error("Input/output error"), { code: "EIO" }); // a transient error
    },
    async write(bytes) {
      const count = await c.write(fd, bytes, BigInt(bytes.length));
      if (count < 0) throw Object.assign(new Error("Broken pipe"), { code: "EPIPE" });
      return count;
    },
    close,
    [Symbol.dispose]: close,
  };
}

/** Makes the call again for its error. */
async function readByDeno(path: string, buffer: Uint8Array): Promise<void> {
  using file = await Deno.open(path);
  await file.read(buffer);
}
