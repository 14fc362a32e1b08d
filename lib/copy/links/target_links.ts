// What is known of linked files of the target, for all threads together: of which a name was replaced, and which source
// each belongs to.

import type { FileStat } from "../../../ffi/mod.ts";
import { CONTROL } from "../../shared/control.ts";
import { lock, unlock } from "../../shared/lock.ts";
import { LINK, SIDE } from "./link_records.ts";
import type { LinkTable } from "./link_table.ts";

/** One thread's view of them. */
export class TargetLinks {
  constructor(protected readonly table: LinkTable, protected readonly control: Int32Array) {}

  /**
   * Remembers that one name of a target file with several was replaced. Until the end of the run its other names are
   * treated as names of a linked file, whatever its link count is, so that the order of names does not matter and a dry
   * run decides as the run does.
   */
  rememberReplaced(target: FileStat): void {
    if (target.nlink < 2) return;
    lock(this.control, CONTROL.linksLock);
    const at = this.table.findOrAdd({ stat: target, side: SIDE.target, mount: 0 });
    this.table.setState(at, LINK.done);
    unlock(this.control, CONTROL.linksLock);
  }

  wasReplaced(target: FileStat): boolean {
    if (Atomics.load(this.control, CONTROL.linkEntries) === 0) return false;
    lock(this.control, CONTROL.linksLock);
    const at = this.table.find({ stat: target, side: SIDE.target, mount: 0 });
    const state = this.table.state(at);
    unlock(this.control, CONTROL.linksLock);
    return state !== LINK.free;
  }

  /**
   * Records which source the target file belongs to. False if another source has it: the two are one file in the target,
   * but not in the source.
   */
  claimTarget(target: FileStat, source: FileStat): boolean {
    const { table } = this;
    lock(this.control, CONTROL.linksLock);
    const at = table.findOrAdd({ stat: target, side: SIDE.owner, mount: 0 });
    if (table.state(at) === LINK.free) {
      table.setState(at, LINK.done);
      table.setOwner(at, source);
    }
    const isOwner = table.pointsTo(at, source);
    unlock(this.control, CONTROL.linksLock);
    return isOwner;
  }
}
