// The room that a plan's operations take on each file system of the target, against the room that is free there.

import {
  bytesOfBinaryText,
  concatBytes,
  cString,
  FILE_SYSTEM_KINDS,
  FileStat,
  KIND,
  type NativeFileSystem,
  type Room,
} from "../../ffi/mod.ts";
import type { RunRequest } from "../engine/roots/request.ts";
import type { OperationEvent } from "../events.ts";
import { usableRoom } from "../engine/run/room_watch.ts";
import { RoomNeed } from "../engine/run/room_need.ts";

/** Room that is needed, against room that is free, on one file system. */
export interface PlannedRoom {
  /** Its number, as `OperationCost` has it. */
  readonly device: number;
  /** A folder on it, as the user would name it. */
  readonly path: Uint8Array;
  /** What kind of file system it is; empty where that is not known. */
  readonly kind: string;
  /** Bytes, at least: fewer are not enough, whatever the order of the files. What deletions free comes too late. */
  readonly neededBytes: number;
  /** Bytes that are enough, whatever the order: a file that is replaced stands beside the old one for a while. */
  readonly mostBytes: number;
  /** Entries that are made. */
  readonly neededEntries: number;
  /** Bytes that are free again once all is copied: of what is deleted. */
  readonly freedBytes: number;
  /** Null where the system does not tell, or there is no limit. */
  readonly freeBytes: number | null;
  readonly freeEntries: number | null;
  readonly fits: "yes" | "perhaps" | "no" | "unknown";
}

const SLASH = 47;
const ROOT = bytesOfBinaryText("/");
const WORKING_FOLDER = bytesOfBinaryText(".");
/** Kinds without holes: a file takes its whole size. */
const WITHOUT_HOLES: readonly number[] = [KIND.fat, KIND.exfat, KIND.exfatByFuse];

interface Place {
  readonly path: Uint8Array;
  readonly kind: string;
  readonly room: Room | null;
  readonly need: RoomNeed;
}

export class RoomNeeds {
  readonly #places = new Map<number, Place>();
  readonly #dest: Uint8Array;

  constructor(private readonly fs: NativeFileSystem, private readonly request: RunRequest) {
    this.#dest = new TextEncoder().encode(request.dest.replace(/(?<=.)\/+$/, ""));
  }

  /** Counts what an operation takes and gives back. */
  add(event: OperationEvent): void {
    const { cost } = event;
    if (cost === undefined) return;
    let place = this.#places.get(cost.targetDevice);
    if (place === undefined) {
      place = this.#look(event.path, cost.targetDevice);
      this.#places.set(cost.targetDevice, place);
    }
    place.need.add(event, cost);
  }

  all(): PlannedRoom[] {
    return [...this.#places].map(([device, { path, kind, room, need }]) => {
      const freeBytes = room?.freeBytes ?? null, freeEntries = room?.freeInodes ?? null;
      const { mostBytes, neededEntries, freedBytes } = need;
      const neededBytes = Math.max(0, need.neededBytes); // less where smaller files replace larger ones
      const needed = { neededBytes, mostBytes, neededEntries, freedBytes };
      return { device, path, kind, ...needed, freeBytes, freeEntries, fits: fits(need, room) };
    });
  }

  /** Looks at the file system through the nearest folder above an entry that is there. */
  #look(path: Uint8Array, device: number): Place {
    const { fs, request: { options } } = this;
    const whole = concatBytes([this.#dest, bytesOfBinaryText("/"), path]);
    for (let end = whole.length;; end = whole.lastIndexOf(SLASH, end - 1)) {
      const folder = end > 0 ? whole.subarray(0, end) : end === 0 ? ROOT : WORKING_FOLDER;
      const handle = fs.openFolder(cString(folder));
      if (handle >= 0) {
        const place = this.#placeOf(handle, folder, device);
        fs.close(handle);
        return place;
      }
      if (end <= 0) break;
    }
    return { path: this.#dest, kind: "", room: null, need: new RoomNeed(options, 1, true) };
  }

  #placeOf(handle: number, path: Uint8Array, device: number): Place {
    const { fs, request: { options } } = this;
    const stat = new FileStat();
    const isThere = fs.statHandle(handle, stat) === 0 && stat.dev === device;
    const kind = fs.fileSystemKind(handle);
    const room = isThere ? usableRoom(fs, handle) : null;
    const type = fs.fileSystemOf(handle)?.type ?? FILE_SYSTEM_KINDS[kind].name;
    const need = new RoomNeed(options, room?.blockBytes ?? 1, !WITHOUT_HOLES.includes(kind));
    return { path: path.slice(), kind: type, room, need };
  }
}

function fits(need: RoomNeed, room: Room | null): PlannedRoom["fits"] {
  if (room === null) return "unknown";
  const { freeBytes, freeInodes } = room;
  if (need.neededBytes > freeBytes) return "no";
  if (freeInodes !== null && need.neededEntries > freeInodes) return "no";
  return need.mostBytes > freeBytes ? "perhaps" : "yes";
}
