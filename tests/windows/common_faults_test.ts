// Faults whose causes are no system's own, on Windows.

import { mirror } from "../support/runs.ts";
import * as k from "../../ffi/windows/constants.ts";
import { COMMON_FAULTS, type System } from "../support/common_faults.ts";
import { testOrSkip } from "../support/skip.ts";
import { intercepting } from "./intercept.ts";
import { withSides } from "./sides.ts";
import { notInWine } from "./support.ts";

const STATUS_IO_DEVICE_ERROR = 0xc0000185 | 0; // ntstatus.h
/** Of OBJECT_ATTRIBUTES and UNICODE_STRING (ntdef.h). */
const NAME_AT = 16, BUFFER_AT = 8;

/** The name that NtCreateFile is asked to open. */
function nameIn(attributes: Uint8Array): string {
  const at = new DataView(attributes.buffer, attributes.byteOffset).getBigUint64(NAME_AT, true);
  const name = new Deno.UnsafePointerView(Deno.UnsafePointer.create(at)!);
  const units = new Deno.UnsafePointerView(name.getPointer(BUFFER_AT)!);
  const count = name.getUint16() / 2;
  return String.fromCharCode(...Array.from({ length: count }, (_, i) => units.getUint16(i * 2)));
}

const windows: System = {
  hasSymlinks: canMakeSymlinks(),
  mirror: (source, target, options) => mirror(source, target, { jobs: 1, ...options }),
  withoutReading: (act) => intercepting({ NtReadFile: () => STATUS_IO_DEVICE_ERROR }, act),
  withoutTimes: (act) =>
    intercepting({
      NtSetInformationFile: (real, handle, status, bytes, length, what) =>
        what === k.FileBasicInformation
          ? STATUS_IO_DEVICE_ERROR
          : real(handle, status, bytes, length, what),
    }, act),
  whileVanishing: (path, act) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    return intercepting({
      NtCreateFile: (real, ...parameters) => {
        const isFirst = nameIn(parameters[2]) === name && exists(path);
        if (isFirst) Deno.removeSync(path);
        return real(...parameters);
      },
    }, act);
  },
};

function exists(path: string): boolean {
  try {
    return Deno.lstatSync(path).isFile;
  } catch {
    return false;
  }
}

function canMakeSymlinks(): boolean {
  const path = Deno.makeTempDirSync();
  try {
    Deno.symlinkSync("nowhere", `${path}\\link`, { type: "file" });
    return Deno.lstatSync(`${path}\\link`).isSymlink;
  } catch {
    return false;
  } finally {
    Deno.removeSync(path, { recursive: true });
  }
}

for (const { name, needsSymlinks, test } of COMMON_FAULTS) {
  const reason = needsSymlinks && !windows.hasSymlinks
    ? notInWine("has no reparse points") ?? "this user may make no symlinks"
    : null;
  testOrSkip(
    name,
    reason,
    withSides(async ({ source, target }) => {
      Deno.mkdirSync(target);
      await test(windows, source, target);
    }),
  );
}
