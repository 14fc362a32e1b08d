// Makes executables: dist/ferry for this machine, or what a release consists of. The program is bundled first,
// so that nothing but it is in the executable; then it is run once by the very runtime that the executable has,
// and what V8 compiled by then goes in beside it (scripts/executable/load.ts).
//
//   deno task compile                        dist/ferry (dist/ferry.exe on Windows)
//   deno task compile --target TARGET        dist/ferry-VERSION-TARGET, with .exe for Windows
//   deno task compile --all                  that for every target (scripts/release/targets.ts), dist/SHA256SUMS, and
//                                            dist/ferry-VERSION.cdx.json, the list of what is inside (CycloneDX)
//     --no-bytecode                          without what V8 compiled: starts some 15 ms later
//     --emulate                              what V8 compiled for Linux on arm64, too, recorded by qemu, and for
//                                            Windows, recorded in Wine as `deno task test:windows` sets it up
//     -- OPTIONS                             further options of deno compile
//
// Deno fetches the runtimes that it puts into executables. Where its host is out of reach, each is named by a
// variable, DENORT_BIN_X86_64_UNKNOWN_LINUX_GNU=/path/to/denort and the like (the target in upper case, dashes
// are underscores), or all lie in a folder, FERRY_RUNTIMES=FOLDER, each under its target's name. DENORT_BIN=…
// serves the target that it is for. A runtime of another version than the Deno that runs this is
// compiled with by that version, from npm; FERRY_COMPILER=/path/to/deno names another.

import { basename, fromFileUrl, join } from "@std/path";
import project from "../deno.json" with { type: "json" };
import { COMMIT } from "./executable/load.ts";
import { assemble } from "./release/assemble.ts";
import { type GoOn, inBuildFolder } from "./release/build_folder.ts";
import { bundleAll } from "./release/bundle.ts";
import { leaveOutBytecode, recordBytecode } from "./release/bytecode.ts";
import { commitOf } from "./release/commit.ts";
import type { Making } from "./release/deno_compile.ts";
import { describeRelease } from "./release/describe.ts";
import { emulatorFor } from "./release/emulators.ts";
import { prepare } from "./release/prepare.ts";
import { readRequest, type Request } from "./release/request.ts";
import { makeTogether } from "./release/results.ts";

const root = fromFileUrl(new URL("..", import.meta.url));

await inBuildFolder("build", makeAll);

async function makeAll(build: string, goOn: GoOn): Promise<void> {
  const request = readRequest(Deno.args, project.version, Deno.build.target);
  const { executables, isRelease, options } = request;
  const parts = prepare(build, executables.map(({ target }) => target), options);
  bundleAll(build);
  const commit = commitOf(root);
  Deno.writeTextFileSync(join(build, COMMIT), commit?.name ?? "");
  const paths = await makeTogether(join(root, "dist"), async (staging) => {
    const outputs = executables.map(({ name }) => join(staging, name));
    for (const [at, { making }] of parts.entries()) {
      await goOn();
      make(build, making, outputs[at], request);
    }
    const beside = isRelease ? await describeRelease(root, project.version, commit, outputs) : [];
    await goOn();
    return [...outputs, ...beside].map((path) => basename(path));
  });
  paths.forEach((path) => console.log(path));
}

function make(
  build: string,
  making: Making,
  output: string,
  { hasBytecode, emulates }: Request,
): void {
  const { target } = making;
  const isTried = hasBytecode && (emulates || target === Deno.build.target);
  const emulator = isTried ? emulatorFor(target) : null;
  if (emulator !== null) recordBytecode(build, making, emulator);
  else {
    leaveOutBytecode(build);
    if (hasBytecode) {
      console.error(`${target}: without bytecode, which only its own system records`);
    }
  }
  assemble(build, "ferry", making, output);
}
