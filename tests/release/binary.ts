// The executable that these tests are about: `deno task test:release` names it.

/** Its path. */
export const BINARY = Deno.env.get("FERRY_BINARY") ?? "";

/** Why there is none, or null. */
export function needsBinary(): string | null {
  return BINARY === "" ? "no FERRY_BINARY" : null;
}
