// Finds out what the file systems of the target keep of metadata, once for each device: by their kind
// where that tells, by the times of what is there, and, where nothing else helps and the run may write,
// by a file of a moment's life that is given an odd time, mode and owner and looked at again.

import { EACCES, ENOSYS, EOPNOTSUPP, EPERM } from "../../../ffi/errno.ts";
import { FILE_SYSTEM_KINDS, FileStat, type NativeFileSystem, WORD } from "../../../ffi/mod.ts";
import { DEVICE, type DeviceMemory } from "../../shared/device_memory.ts";
import { isAppendOnly } from "../target/append_only.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { TemporaryNames } from "../target/temporary_names.ts";
import { removeTrial, type TrialContext } from "../target/trial.ts";
import { COARSEST_NS, DeviceLimits, KNOWN, stepOf } from "../../preserve/device_limits.ts";

/** 2001-09-09T01:46:41.123456789Z: no file system's steps lead there. */
const ODD_TIME = [1_000_000_001, 123_456_789] as const;
/** Read-only flags, setuid and execution, for the owner alone and of an empty file. */
const ODD_MODE = 0o4500;
const ODD_ID = 54_321;
const PRIVATE_MODE = 0o600;
/** How file systems answer that have no such thing. */
const REFUSALS = new Set([-EPERM, -EACCES, -ENOSYS, -EOPNOTSUPP]);

/** What the calls of a probe need; a `CopyContext` has it. */
interface ProbeContext extends TrialContext {
  readonly fs: NativeFileSystem;
  readonly temporaryNames: TemporaryNames;
}

/** One worker's view of what the devices of the target keep. */
export class TargetLimits {
  #dev = -1;
  #kept = new DeviceLimits(0, 0, FILE_SYSTEM_KINDS[0]);
  readonly #stat = new FileStat();

  /** @param mayProbe whether a file may be made to find out what is kept */
  constructor(
    private readonly ctx: ProbeContext,
    private readonly memory: DeviceMemory,
    private readonly mayProbe: boolean,
  ) {}

  /** What is known so far; asks nothing. */
  of(dev: number): DeviceLimits {
    const { memory } = this;
    const flags = memory.flags(dev);
    const granularityNs = memory.granularityNs(dev);
    const last = this.#kept;
    if (dev !== this.#dev || flags !== last.flags || granularityNs !== last.granularityNs) {
      this.#dev = dev;
      this.#kept = new DeviceLimits(flags, granularityNs, FILE_SYSTEM_KINDS[memory.kind(dev)]);
    }
    return this.#kept;
  }

  /** What the device of the pair's target keeps, found out by writing to it if need be and allowed. */
  learn(pair: FolderPair): DeviceLimits {
    const { dev } = pair.targetStat;
    const kept = this.identify(pair);
    if ((kept.flags & KNOWN) === KNOWN || !this.mayProbe || pair.target < 0) return kept;
    this.#probe(pair, dev, kept);
    return this.of(dev);
  }

  /** What the kind of the file system tells, which is asked once. */
  identify(pair: FolderPair): DeviceLimits {
    const { dev } = pair.targetStat;
    if (!this.memory.has(dev, DEVICE.isIdentified) && pair.target >= 0) {
      const kind = this.ctx.fs.fileSystemKind(pair.target);
      const { granularityNs, keepsModes, keepsOwners } = FILE_SYSTEM_KINDS[kind];
      let flags: number = DEVICE.isIdentified;
      if (granularityNs > 0) flags |= DEVICE.timesAreKnown;
      if (keepsModes !== null && keepsOwners !== null) flags |= DEVICE.restIsKnown;
      if (keepsModes === false) flags |= DEVICE.losesModes;
      if (keepsOwners === false) flags |= DEVICE.losesOwners;
      this.memory.learn({ dev, flags, granularityNs, kind });
    }
    return this.of(dev);
  }

  /**
   * Lets the times of an entry of that device tell how finely they are kept. Those of a change or of birth
   * nobody can set, and they are rounded as all others are.
   */
  observe(dev: number, ...stats: readonly FileStat[]): DeviceLimits {
    const kept = this.of(dev);
    if (kept.has(DEVICE.timesAreKnown)) return kept;
    const seen = stats.flatMap(({ words }) => [words[WORD.mtimeNsec], words[WORD.ctimeNsec]]);
    const step = stepOf(...seen);
    const granularityNs = kept.granularityNs === 0 ? step : Math.min(step, kept.granularityNs);
    if (granularityNs !== kept.granularityNs) {
      this.memory.learn({ dev, flags: 0, granularityNs, kind: this.memory.kind(dev) });
    }
    return this.of(dev);
  }

  /** Remembers that something was lost, for the notice at the end. */
  note(dev: number, lost: number): void {
    if (lost !== 0 && (this.memory.flags(dev) & lost) !== lost) this.memory.add(dev, lost);
  }

  #probe(pair: FolderPair, dev: number, known: DeviceLimits): void {
    const { fs, temporaryNames } = this.ctx;
    if (isAppendOnly(fs, pair.targetStat)) return; // another folder of it will tell
    const name = temporaryNames.next();
    const handle = fs.createNamed(pair.target, name, PRIVATE_MODE);
    if (handle < 0) return; // what comes next will say why
    const { flags, granularityNs } = this.#tryAll(handle, known);
    fs.close(handle);
    removeTrial(this.ctx, pair, name);
    const kind = this.memory.kind(dev);
    this.memory.learn({ dev, flags: flags | KNOWN, granularityNs, kind });
  }

  /** Gives an empty file what is odd, and sees what comes of it; the owner last, after whom nothing else may be set. */
  #tryAll(handle: number, known: DeviceLimits): { flags: number; granularityNs: number } {
    const times = known.has(DEVICE.timesAreKnown)
      ? { flags: 0, granularityNs: known.granularityNs }
      : this.#tryTimes(handle);
    if (known.has(DEVICE.restIsKnown)) return times;
    const rest = this.#tryMode(handle) | this.#tryOwner(handle);
    return { ...times, flags: times.flags | rest };
  }

  /** Whether owners are kept: as root by a change, for others by whose a new file is. */
  #tryOwner(handle: number): number {
    const { fs } = this.ctx;
    const stat = this.#stat;
    if (!fs.can.owners || fs.statHandle(handle, stat) < 0) return 0;
    if (!fs.identity.canChown) return stat.uid === fs.identity.uid ? 0 : DEVICE.losesOwners;
    const error = fs.setOwner(handle, ODD_ID, ODD_ID);
    if (error < 0) return REFUSALS.has(error) ? DEVICE.losesOwners : 0;
    const isKept = fs.statHandle(handle, stat) < 0 || (stat.uid === ODD_ID && stat.gid === ODD_ID);
    return isKept ? 0 : DEVICE.losesOwners;
  }

  #tryMode(handle: number): number {
    const { fs } = this.ctx;
    const stat = this.#stat;
    const error = fs.setMode(handle, ODD_MODE);
    if (error < 0) return REFUSALS.has(error) ? DEVICE.losesModes : 0;
    if (fs.statHandle(handle, stat) < 0 || stat.permissions === ODD_MODE) return 0;
    return (stat.permissions & 0o777) === (ODD_MODE & 0o777)
      ? DEVICE.losesSpecialBits
      : DEVICE.losesModes;
  }

  #tryTimes(handle: number): { flags: number; granularityNs: number } {
    const { fs } = this.ctx;
    const stat = this.#stat;
    stat.words.fill(0);
    for (const at of [WORD.atime, WORD.mtime]) {
      stat.words[at] = ODD_TIME[0];
      stat.words[at + 2] = ODD_TIME[1];
    }
    const error = fs.setTimes(handle, stat);
    if (error < 0 && !REFUSALS.has(error)) return { flags: 0, granularityNs: 1 };
    if (error === 0 && fs.statHandle(handle, stat) < 0) return { flags: 0, granularityNs: 1 };
    const { mtimeSec, mtimeNsec } = stat;
    const isSet = error === 0 && Math.abs(mtimeSec - ODD_TIME[0]) <= 1;
    if (!isSet) return { flags: DEVICE.losesTimes, granularityNs: 1 };
    return { flags: 0, granularityNs: mtimeSec === ODD_TIME[0] ? stepOf(mtimeNsec) : COARSEST_NS };
  }
}
