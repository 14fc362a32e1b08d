// Finds out which metadata the file systems of the target keep, once for each device: by their kind, by the times of
// existing entries, and, if neither is enough and the run may write, by a probe: a short-lived file is given an odd time,
// mode and owner and read again.

import { FILE_SYSTEM_KINDS, type FileStat, type NativeFileSystem, WORD } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { DeviceLimits, KNOWN, stepOf } from "../../preserve/device_limits.ts";
import { PRIVATE_MODE } from "../../preserve/private_mode.ts";
import { DEVICE, type DeviceMemory } from "../../shared/device_memory.ts";
import { isAppendOnly } from "../target/append_only.ts";
import type { TemporaryNames } from "../target/temporary_names.ts";
import type { LeftoverContext } from "../target/remove_leftover.ts";
import { removeTrial } from "../target/trial.ts";
import { type TimesTrial, tryMode, tryOwner, tryTimes } from "./trials.ts";

/** What a probe needs; a `CopyContext` has it. */
interface ProbeContext extends LeftoverContext {
  readonly fs: NativeFileSystem;
  readonly temporaryNames: TemporaryNames;
}

/** One thread's view of the limits of the target's devices. */
export class TargetLimits {
  #dev = -1;
  #kept = new DeviceLimits(0, 0, FILE_SYSTEM_KINDS[0]);

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
  #tryAll(handle: number, known: DeviceLimits): TimesTrial {
    const { fs } = this.ctx;
    const times = known.has(DEVICE.timesAreKnown)
      ? { flags: 0, granularityNs: known.granularityNs }
      : tryTimes(fs, handle);
    if (known.has(DEVICE.restIsKnown)) return times;
    const rest = tryMode(fs, handle) | tryOwner(fs, handle);
    return { ...times, flags: times.flags | rest };
  }
}
