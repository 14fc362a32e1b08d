// The lines of `ferry capabilities --json`: the machine, each path, each ordered pair of paths, and a summary.

import type { Capabilities, PairCapabilities, PathCapabilities, Trial } from "../../mod.ts";
import { EXIT } from "../exit_codes.ts";
import { jsonLine } from "../json_line.ts";

/** @param exitCode of the program */
export function capabilitiesJson(found: Capabilities, exitCode: number): string {
  const { paths, pairs, leftovers } = found;
  const summary = {
    type: "summary",
    command: "capabilities",
    outcome: exitCode === EXIT.done ? "done" : "partial",
    paths: paths.length,
    unwritable: paths.filter(({ writable }) => writable.works !== true).length,
    leftovers,
    exit_code: exitCode,
  };
  return [machineLine(found), ...paths.map(pathLine), ...pairs.map(pairLine(paths)), summary]
    .map(jsonLine)
    .join("");
}

/** The summary of a run that a signal ended. */
export function cancelledJson(exitCode: number): string {
  const outcome = "cancelled";
  return jsonLine({ type: "summary", command: "capabilities", outcome, exit_code: exitCode });
}

function machineLine({ machine }: Capabilities) {
  return {
    type: "machine",
    system: machine.system,
    release: machine.release,
    architecture: machine.architecture,
    processors: machine.usableProcessors,
    allowed_processors: machine.processors,
    processor_quota: machine.processorQuota,
    deno: machine.deno,
    v8: machine.v8,
    typescript: machine.typescript,
    ffi: machine.hasFfi,
    calls: machine.calls,
    user: machine.user,
    missing_privileges: machine.missingPrivileges,
    seccomp: machine.seccomp,
    container: machine.container && {
      name: machine.container.name,
      seen_by: machine.container.seenBy,
    },
    maps_users: machine.mapsUsers,
    notes: machine.notes,
  };
}

function pathLine(found: PathCapabilities, index: number) {
  const { path, folder, note, error, fileSystem, room, limits, writable, features } = found;
  return {
    type: "path",
    number: index + 1,
    path,
    folder,
    note,
    error,
    file_system: fileSystem && {
      type: fileSystem.type,
      kind: fileSystem.kind,
      source: fileSystem.source,
      mount_point: fileSystem.mountPoint,
      flags: fileSystem.flags,
      options: fileSystem.options,
    },
    room: room && {
      total_bytes: room.totalBytes,
      free_bytes: room.freeBytes,
      reserved_bytes: room.reservedBytes,
      block_bytes: room.blockBytes,
      total_inodes: room.totalInodes,
      free_inodes: room.freeInodes,
    },
    limits: limits && {
      name_length: limits.nameLength,
      name_unit: limits.nameUnit,
      path_length: limits.pathLength,
      path_unit: limits.pathUnit,
      largest_file: limits.largestFile,
      first_time: limits.firstTime,
      last_time: limits.lastTime,
      time_step_ns: limits.timeStepNs,
      ignores_case: limits.ignoresCase,
      refused_characters: limits.refusedCharacters,
      takes_any_bytes: limits.takesAnyBytes,
    },
    writable,
    keeps: features,
    flags: found.flagNames,
    example: found.example,
  };
}

function pairLine(paths: readonly PathCapabilities[]) {
  return ({ from, to, methods }: PairCapabilities) => ({
    type: "methods",
    from: from + 1,
    to: to + 1,
    source: paths[from].path,
    dest: paths[to].path,
    methods: methods as Readonly<Record<string, Trial>> | null,
  });
}
