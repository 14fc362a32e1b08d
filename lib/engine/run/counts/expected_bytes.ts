// What the bytes of all files will come to, as long as they are being counted.

/** Files from whose sizes those of all are concluded. */
export const FEWEST_FILES = 50;

/** What a count has come to. */
export interface CountedBytes {
  readonly files: number;
  readonly bytes: number;
  /** Files that were looked at. */
  readonly looked: number;
  /** Bytes of a file, as those that were not counted yet may be. */
  readonly typicalBytes: number;
}

/**
 * All bytes, from those of the files that were counted so far, at first from those that are done, too; null before these
 * are enough.
 *
 * @param expectedFiles all files
 */
export function expectedBytes(
  counted: CountedBytes,
  done: { readonly files: number; readonly bytes: number },
  expectedFiles: number,
): number | null {
  const { files, bytes, looked } = counted;
  if (looked + done.files < FEWEST_FILES) return null;
  const typicalBytes = looked < FEWEST_FILES
    ? (bytes + done.bytes) / (files + done.files)
    : counted.typicalBytes;
  const rest = (known: number) => Math.max(0, expectedFiles - known) * typicalBytes;
  // What the count has not come to yet may be done.
  return Math.max(bytes + rest(files), done.bytes + rest(done.files));
}
