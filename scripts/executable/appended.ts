// The programs in an executable for Linux stand in its file, in front of what deno compile has embedded. Of that Deno
// reads and copies all at each start, 0.7 ms a megabyte, and the programs have 2.7, a third of them the workers'.
//
//   runtime | programs | their lengths, 32 bits each | what deno compile embeds, its length in its last 8 bytes

/** In this order. */
export const APPENDED = [
  "program.txt",
  "program.bytecode",
  "worker.txt",
  "worker.bytecode",
] as const;

export type Appended = typeof APPENDED[number];

/** Bytes of the lengths, of the programs and of what is embedded. */
export const PROGRAM_LENGTHS = 4 * APPENDED.length, EMBEDDED_LENGTH = 8;

/** The file that runs, whatever has its name by now. */
const OWN_FILE = "/proc/self/exe";

/**
 * Reads programs out of the executable that runs. One function, because each is compiled anew at each start.
 *
 * @returns them in their order in the file
 */
export function readAppended(names: readonly Appended[]): Uint8Array<ArrayBuffer>[] {
  const file = Deno.openSync(OWN_FILE);
  const read = (length: number) => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length;) {
      const count = file.readSync(bytes.subarray(at));
      if (count === null) throw new Error(`'${OWN_FILE}' ends too early`);
      at += count;
    }
    return bytes;
  };
  file.seekSync(-EMBEDDED_LENGTH, Deno.SeekMode.End);
  const embedded = Number(new BigUint64Array(read(EMBEDDED_LENGTH).buffer)[0]);
  let at = file.seekSync(-embedded - PROGRAM_LENGTHS, Deno.SeekMode.End);
  const lengths = new Uint32Array(read(PROGRAM_LENGTHS).buffer);
  for (const length of lengths) at -= length;
  const found: Uint8Array<ArrayBuffer>[] = [];
  for (let i = 0; i < lengths.length; at += lengths[i++]) {
    if (!names.includes(APPENDED[i])) continue;
    file.seekSync(at, Deno.SeekMode.Start);
    found.push(read(lengths[i]));
  }
  file.close();
  return found;
}
