// The machine, the runtime, and what is unusual about them: each in a sentence that says what follows from it.

import type { Identity, NativeFileSystem } from "../../ffi/mod.ts";
import type { Machine } from "./types.ts";
import { isGranted } from "../../ffi/permission.ts";

/** What ferry makes use of, by the names of capabilities(7). */
const PRIVILEGES: readonly (readonly [name: string, has: (identity: Identity) => boolean])[] = [
  ["CAP_CHOWN", ({ canChown }) => canChown],
  ["CAP_FOWNER", ({ canSetOthers }) => canSetOthers],
  ["CAP_FSETID", ({ canSetGroupBits }) => canSetGroupBits],
  ["CAP_SETFCAP", ({ canSetCapabilities }) => canSetCapabilities],
  ["CAP_SYS_ADMIN", ({ canLabel }) => canLabel],
  ["CAP_LINUX_IMMUTABLE", ({ canLock }) => canLock],
];

/** Looks at the machine. */
export async function lookAtMachine(fs: NativeFileSystem): Promise<Machine> {
  const facts = {
    ...await fs.confinement(),
    system: Deno.build.os,
    release: release(),
    architecture: Deno.build.arch,
    usableProcessors: navigator.hardwareConcurrency,
    deno: Deno.version.deno,
    v8: Deno.version.v8,
    typescript: Deno.version.typescript,
    hasFfi: isGranted({ name: "ffi" }),
    calls: fs.platform,
    user: fs.can.owners ? fs.identity.uid : null,
    missingPrivileges: fs.can.owners
      ? PRIVILEGES.filter(([, has]) => !has(fs.identity)).map(([name]) => name)
      : [],
  };
  return { ...facts, notes: [...notesOn(facts, fs)] };
}

function* notesOn(machine: Omit<Machine, "notes">, fs: NativeFileSystem): Generator<string> {
  const { container, processorQuota, seccomp, user, missingPrivileges } = machine;
  if (!machine.hasFfi) {
    yield "FFI is denied: files are copied by reading and writing alone, and these are not kept: " +
      `${fs.can.cannotKeep.join(", ")}. --allow-ffi (or -A) allows it.`;
  }
  if (seccomp === "filter") {
    yield "System calls are filtered (seccomp): what the filter forbids fails with EPERM or ENOSYS, " +
      "and ferry goes on with the next method.";
  }
  if (container !== null) {
    yield `This is a container (${container.name}, by ${container.seenBy}): file systems, users and ` +
      "limits are the container's.";
  }
  if (machine.mapsUsers) {
    yield "Users are mapped (a user namespace): an owner without a number in it cannot be kept.";
  }
  const processors = machine.processors ?? machine.usableProcessors;
  if (processorQuota !== null && processorQuota < processors) {
    yield `Control groups leave the time of ${
      round(processorQuota)
    } of ${processors} processors: ` +
      "more threads gain nothing unless they wait for storage.";
  }
  if (user !== null && user > 0 && missingPrivileges.length > 0) {
    yield "An ordinary user: owners, labels and trusted. attributes of others cannot be kept.";
  } else if (user === 0 && missingPrivileges.length > 0 && machine.calls !== "portable") {
    yield `Root without ${missingPrivileges.join(", ")}: what needs these is not kept.`;
  }
}

function round(number: number): string {
  return String(Math.round(number * 100) / 100);
}

function release(): string | null {
  if (!isGranted({ name: "sys", kind: "osRelease" })) return null;
  return Deno.osRelease() || null; // empty without /proc
}
