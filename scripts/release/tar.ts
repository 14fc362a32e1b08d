// A tar archive (POSIX ustar) that is the same whenever and wherever it is made: the caller's order and time, nobody's owner.

/** A file of an archive. */
export interface ArchivedFile {
  /** With slashes. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly isExecutable: boolean;
}

const BLOCK = 512;
/** Bytes that a name may have without a header of its own kind. */
const MOST_NAME = 100;
const encoder = new TextEncoder();

/**
 * @param time when its files were changed, in seconds since 1970
 * @throws {RangeError} for a name that is too long
 */
export function tar(files: readonly ArchivedFile[], time: number): Uint8Array {
  const blocks = (bytes: number) => Math.ceil(bytes / BLOCK) * BLOCK;
  const sizes = files.map(({ bytes }) => BLOCK + blocks(bytes.length));
  // Two empty blocks are the end.
  const archive = new Uint8Array(sizes.reduce((sum, size) => sum + size, 2 * BLOCK));
  let at = 0;
  files.forEach((file, i) => {
    writeHeader(archive.subarray(at, at + BLOCK), file, time);
    archive.set(file.bytes, at + BLOCK);
    at += sizes[i];
  });
  return archive;
}

function writeHeader(header: Uint8Array, file: ArchivedFile, time: number): void {
  const name = encoder.encode(file.name);
  if (name.length > MOST_NAME) throw new RangeError(`'${file.name}' is too long for an archive`);
  const text = (at: number, value: string) => header.set(encoder.encode(value), at);
  const octal = (at: number, digits: number, value: number) =>
    text(at, value.toString(8).padStart(digits, "0"));
  header.set(name);
  octal(100, 7, file.isExecutable ? 0o755 : 0o644);
  octal(108, 7, 0); // uid
  octal(116, 7, 0); // gid
  octal(124, 11, file.bytes.length);
  octal(136, 11, time);
  text(148, " ".repeat(8)); // what the sum counts in its own place
  text(156, "0"); // a regular file
  text(257, "ustar\0" + "00");
  octal(148, 6, header.reduce((sum, byte) => sum + byte, 0));
  text(154, "\0 ");
}
