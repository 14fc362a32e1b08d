// Finds out which metadata the file systems of the target keep, once for each device: by their kind, by the times of
// existing entries, and, if neither is enough and the run may write, by a probe: a short-lived file is given an odd time,
// mode and owner and read again.

import { EACCES, ENOSYS, EOPNOTSUPP, EPERM } from "../../../ffi/errno.ts";
import { FILE_SYSTEM_KINDS, FileStat, type NativeFileSystem, WORD } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { COARSEST_NS, DeviceLimits, KNOWN, stepOf } from "../../preserve/device_limits.ts";
import { PRIVATE_MODE } from "../../preserve/private_mode.ts";
import { DEVICE, type DeviceMemory } from "../../shared/device_memory.ts";
import { isAppendOnly } from "../target/append_only.ts";
import type { TemporaryNames } from "../target/temporary_names.ts";
import { removeTrial, type TrialContext } from "../target/trial.ts";

/** 2001-09-09T01:46:41.123456789Z: not representable at any coarser granularity. */
const ODD_TIME = [1_000_000_001, 123_456_789] as const;
/** Read-only flags, setuid and execution, for the owner alone and of an empty file. */
const ODD_MODE = 0o4500;
const ODD_ID = 54_321;
/** Codes with which file systems refuse metadata that they do not have. */
const REFUSALS = new Set([-EPERM, -EACCES, -ENOSYS, -EOPNOTSUPP]);

/** What a probe needs; a `CopyContext` has it. */
interface ProbeContext extends TrialContext {
  readonly fs: NativeFileSystem;
  readonly temporaryNames: TemporaryNames;
}

/** One thread's view of the limits of the target's devices. */
export class TargetLimits {
  #dev = -1;
  #kept = new DeviceLimits(0, 0, FILE_SYSTEM_KINDS[0]);
  readonly #stat = new FileStat();

  /** @param mayProbe true if a file may be made to find out what is kept */
  constructor(
    private readonly ctx: ProbeContext,
    private readonly memory: DeviceMemory,
    private readonly mayProbe: boolean,
  ) {}

  /** What is known so far; makes no call. */
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

  /** The limits of the pair's target device, found out by a probe if needed and allowed. */
  learn(pair: FolderPair): DeviceLimits {
    const { dev } = pair.targetStat;
    const kept = this.identify(pair);
    if ((kept.flags & KNOWN) === KNOWN || !this.mayProbe || pair.target < 0) return kept;
    if (pair.isEarlier) return kept;
    this.#probe(pair, dev, kept);
    return this.of(dev);
  }

  /** The limits that follow from the kind of the file system, which is asked once. */
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
   * Learns the granularity of times from entries of that device. Times of change cannot be set, and are rounded like
   * all others.
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

  /** Remembers a loss, for the notice at the end. */
  note(dev: number, lost: number): void {
    if (lost !== 0 && (this.memory.flags(dev) & lost) !== lost) this.memory.add(dev, lost);
  }

  #probe(pair: FolderPair, dev: number, known: DeviceLimits): void {
    const { fs, temporaryNames } = this.ctx;
    if (isAppendOnly(fs, pair.targetStat)) return; // another folder of the device will be probed
    const name = temporaryNames.next();
    const handle = fs.createNamed(pair.target, name, PRIVATE_MODE);
    if (handle < 0) return; // the calls that follow report why
    const { flags, granularityNs } = this.#tryAll(handle, known);
    fs.close(handle);
    removeTrial(this.ctx, pair, name);
    const kind = this.memory.kind(dev);
    this.memory.learn({ dev, flags: flags | KNOWN, granularityNs, kind });
  }

  /** Sets odd metadata on an empty file and reads them again; the owner last, after which nothing else may be set. */
  #tryAll(handle: number, known: DeviceLimits): { flags: number; granularityNs: number } {
    const times = known.has(DEVICE.timesAreKnown)
      ? { flags: 0, granularityNs: known.granularityNs }
      : this.#tryTimes(handle);
    if (known.has(DEVICE.restIsKnown)) return times;
    const rest = this.#tryMode(handle) | this.#tryOwner(handle);
    return { ...times, flags: times.flags | rest };
  }

  /** Tests whether owners are kept: root changes one, other users look whose a new file is. */
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
