// The room that a plan's operations take on each file system of the target, against the room that is free there.

import {
  bytesOfBinaryText,
  concatBytes,
  cString,
  FILE_SYSTEM_KINDS,
  FileStat,
  KIND,
  type NativeFileSystem,
  pathBytes,
  type Room,
} from "../../ffi/mod.ts";
import type { RunRequest } from "../engine/roots/request.ts";
import type { OperationEvent } from "../events.ts";
import { RoomNeed } from "../engine/run/room_need.ts";
import { mayCompress, usableRoom } from "../copy/target/usable_room.ts";

/** Room that is needed, against room that is free, on one file system. */
export interface PlannedRoom {
  /** Its number, as `OperationCost` has it. */
  readonly device: number;
  /** A folder on it, as the user would name it. */
  readonly path: Uint8Array;
  /** As the system calls it: `ext4`, `tmpfs`; empty where that is not known. */
  readonly type: string;
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
  /** Entries that can still be made; null where the system does not tell, or there is no limit. */
  readonly freeEntries: number | null;
  /** Whether there is room; `perhaps` where that depends on the order of the files. */
  readonly fits: "yes" | "perhaps" | "no" | "unknown";
}

const SLASH = 47;
const ROOT = bytesOfBinaryText("/");
const WORKING_FOLDER = bytesOfBinaryText(".");
/** Kinds without holes: a file takes its whole size. */
const WITHOUT_HOLES: readonly number[] = [KIND.fat, KIND.exfat, KIND.exfatByFuse];

/** What file systems take for themselves beside the blocks of files, at most: sums of btrfs, extents, names in folders. */
const OWN_SHARE = 0.01;

interface Place {
  readonly path: Uint8Array;
  /** The type of its file system; empty where that is not known. */
  readonly type: string;
  readonly room: Room | null;
  readonly need: RoomNeed;
}

export class RoomNeeds {
  readonly #places = new Map<number, Place>();
  /** Types of the sources' file systems. */
  readonly #types = new Map<number, string>();
  readonly #source: Uint8Array;
  readonly #dest: Uint8Array;

  constructor(private readonly fs: NativeFileSystem, private readonly request: RunRequest) {
    this.#source = rootBytes(request.sources[0]);
    this.#dest = rootBytes(request.dest);
  }

  /** Counts what an operation takes and gives back. */
  add(event: OperationEvent): void {
    const { cost, path } = event;
    if (cost === undefined) return;
    const { sourceDevice, targetDevice } = cost;
    let place = this.#places.get(targetDevice);
    if (place === undefined) {
      place = this.#placeOf(path, targetDevice);
      this.#places.set(targetDevice, place);
    }
    place.need.add(event, cost);
    if (sourceDevice === 0 || this.#types.has(sourceDevice)) return;
    const look = (handle: number) => typeAt(this.fs, handle);
    const type = this.#look(this.#source, path, sourceDevice, look);
    this.#types.set(sourceDevice, type ?? "");
  }

  /** The type of a file system that was met; empty where it is not known. */
  typeOf(device: number): string {
    return this.#places.get(device)?.type || (this.#types.get(device) ?? "");
  }

  /** Bytes that are expected to move, and not to be shared. */
  get bytesMoved(): number {
    return [...this.#places.values()].reduce((sum, { need }) => sum + need.bytesMoved, 0);
  }

  all(): PlannedRoom[] {
    return [...this.#places].map(([device, { path, type, room, need }]) => {
      const freeBytes = room?.freeBytes ?? null, freeEntries = room?.freeInodes ?? null;
      const { mostBytes, neededEntries, freedBytes } = need;
      const neededBytes = Math.max(0, need.neededBytes); // less where smaller files replace larger ones
      const needed = { neededBytes, mostBytes, neededEntries, freedBytes };
      return { device, path, type, ...needed, freeBytes, freeEntries, fits: fits(need, room) };
    });
  }

  #placeOf(path: Uint8Array, device: number): Place {
    const { fs, request: { options } } = this;
    const found = this.#look(this.#dest, path, device, (handle, folder) => {
      const room = usableRoom(fs, handle);
      const keepsHoles = !WITHOUT_HOLES.includes(fs.fileSystemKind(handle));
      const need = new RoomNeed(
        options,
        room?.blockBytes ?? 1,
        keepsHoles,
        mayCompress(fs, handle),
      );
      return { path: folder.slice(), type: typeAt(fs, handle), room, need };
    });
    return found ??
      { path: this.#dest, type: "", room: null, need: new RoomNeed(options, 1, true) };
  }

  /** Opens the nearest folder above an entry that is there; null where it is on another file system by now. */
  #look<T>(
    root: Uint8Array,
    path: Uint8Array,
    device: number,
    use: (handle: number, folder: Uint8Array) => T,
  ): T | null {
    const { fs } = this;
    const whole = concatBytes([root, ROOT, path]);
    const stat = new FileStat();
    for (let end = whole.length;; end = whole.lastIndexOf(SLASH, end - 1)) {
      const folder = end > 0 ? whole.subarray(0, end) : end === 0 ? ROOT : WORKING_FOLDER;
      const handle = fs.openFolder(cString(folder));
      if (handle >= 0) {
        const isIt = fs.statHandle(handle, stat) === 0 && stat.dev === device;
        const found = isIt ? use(handle, folder) : null;
        fs.close(handle);
        return found;
      }
      if (end <= 0) return null;
    }
  }
}

function rootBytes(path: string): Uint8Array {
  return pathBytes(path.replace(/(?<=.)\/+$/, ""));
}

function typeAt(fs: NativeFileSystem, handle: number): string {
  return fs.fileSystemOf(handle)?.type ?? FILE_SYSTEM_KINDS[fs.fileSystemKind(handle)].name;
}

function fits(need: RoomNeed, room: Room | null): PlannedRoom["fits"] {
  if (room === null) return "unknown";
  const { freeBytes, freeInodes } = room;
  if (need.neededBytes > freeBytes) return "no";
  if (freeInodes !== null && need.neededEntries > freeInodes) return "no";
  return need.mostBytes * (1 + OWN_SHARE) > freeBytes ? "perhaps" : "yes";
}
