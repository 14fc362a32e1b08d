// Puts the programs into an executable for Linux, where scripts/executable/appended.ts reads them.

import { concatBytes } from "../../ffi/c_string.ts";
import { EMBEDDED_LENGTH, PROGRAM_LENGTHS } from "../executable/appended.ts";
import { BuildFailure } from "./build_failure.ts";
import { isWhole } from "./payload.ts";

/** Bytes behind what deno compile embeds: its length is the last of them. */
const TRAILER = 16;

/**
 * @param executable as deno compile has made it
 * @param programs in their order in the file
 * @throws {BuildFailure} where what deno compile embeds is not at its end
 */
export function append(executable: string, programs: readonly Uint8Array[]): void {
  const made = Deno.readFileSync(executable);
  const end = new DataView(made.buffer).getBigUint64(made.length - EMBEDDED_LENGTH, true);
  const at = made.length - Number(end);
  if (at < 0 || !isWhole(made.subarray(at, made.length - TRAILER))) {
    throw new BuildFailure(`'${executable}' does not end in what deno compile embeds`);
  }
  const lengths = new DataView(new ArrayBuffer(PROGRAM_LENGTHS));
  programs.forEach(({ length }, i) => lengths.setUint32(4 * i, length, true));
  const tail = [...programs, new Uint8Array(lengths.buffer), made.subarray(at)];
  Deno.writeFileSync(executable, concatBytes([made.subarray(0, at), ...tail])); // its mode stays
}
