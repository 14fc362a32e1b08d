// What deno compile embeds in an executable, by the marks at its two ends.

import { Buffer } from "node:buffer";

const MARK = Buffer.from("d3n0l4nd");

/** Whether it begins and ends as it has to. */
export function isWhole(payload: Uint8Array): boolean {
  const { buffer, byteOffset, byteLength } = payload;
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  return [bytes.subarray(0, MARK.length), bytes.subarray(-MARK.length)]
    .every((end) => end.equals(MARK));
}

/** One line for each fault of it, none where it is whole and has a program of this version. */
export function payloadFaults(payload: Uint8Array | null, version: string): string[] {
  if (payload === null) return ["nothing is embedded, or it is not where it is looked for"];
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  if (!isWhole(payload)) return ["what is embedded is not whole"];
  return bytes.includes(version)
    ? []
    : [`what is embedded does not know that it is version ${version}`];
}
