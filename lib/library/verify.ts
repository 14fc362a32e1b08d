// `verify` and `check`.

import { checkAgainst } from "../engine/run/check_manifest.ts";
import { run } from "../engine/run/run.ts";
import { invalid, shown } from "../library_options.ts";
import type { Manifest } from "../manifest.ts";
import { begin } from "./call.ts";
import type { CheckOptions, VerifyOptions } from "./options.ts";
import type { Path } from "./path.ts";
import { comparing } from "./request.ts";
import type { Run } from "./run.ts";

/**
 * Compares `dest` with `source`: names, types, contents and all metadata that a mirror keeps. Changes nothing; each
 * difference is a `DifferenceEvent`, and the outcome is `different` if there is one.
 *
 * Needs `--allow-read` for both; see the module for the rest.
 *
 * @param source a folder or a file
 * @param dest an entry of the same kind
 * @param options what differs from the defaults
 * @returns the run; as a promise it resolves to the summary
 * @throws {UsageError} as a rejection: something that was asked for is wrong
 * @throws {PermissionError} as a rejection: a permission of Deno's is missing
 *
 * @example
 * ```ts
 * import { verify } from "@ferry/ferry";
 * for await (const event of verify("photos", "/backup/photos")) {
 *   if (event.type === "difference") console.log(event.what, new TextDecoder().decode(event.path));
 * }
 * ```
 */
export function verify(source: Path, dest: Path, options: VerifyOptions = {}): Run {
  return begin({
    name: "verify",
    command: "verify",
    sources: source,
    dest,
    given: options,
    placement: "exact",
    readsOnly: true,
    carryOut: (request) => run(comparing(request)),
  });
}

/**
 * Compares the contents of the files below `dest` with a list of their SHA-256 digests. Changes nothing; what differs, is
 * missing or is not in the list is a `DifferenceEvent`.
 *
 * Needs `--allow-read` for `dest`; see the module for the rest.
 *
 * @param manifest as `parseManifest` reads it
 * @param dest an existing folder
 * @param options what differs from the defaults
 * @returns the run; as a promise it resolves to the summary
 * @throws {UsageError} as a rejection: something that was asked for is wrong
 * @throws {PermissionError} as a rejection: a permission of Deno's is missing
 *
 * @example
 * ```ts
 * import { check, parseManifest } from "@ferry/ferry";
 * await Deno.writeTextFile("photos.sha256", `${"0".repeat(64)}  a.jpg\n`);
 * const list = parseManifest(await Deno.readFile("photos.sha256"), "photos.sha256");
 * console.log((await check(list, "photos")).differences);
 * ```
 */
export function check(manifest: Manifest, dest: Path, options: CheckOptions = {}): Run {
  const list = manifest instanceof Map ? new Map(manifest) : null;
  return begin({
    name: "check",
    command: "verify",
    sources: [],
    dest,
    given: options,
    placement: "exact",
    readsOnly: true,
    carryOut(request) {
      if (list === null) throw invalid(`check() takes a Map, not ${shown(manifest)}`);
      return checkAgainst(list, { ...comparing(request), sources: [""], readsDestOnly: true });
    },
  });
}
