// What one thread needs to carry operations out, built once a run from the options and the platform's abilities.

import { EEXIST } from "../../ffi/errno.ts";
import { type Abilities, FileStat, type Inode, inodeOf } from "../../ffi/mod.ts";
import type { BackupKeeper } from "../entry/backup_keeper.ts";
import { Entry } from "../entry/entry.ts";
import type { RootPair } from "../entry/root_pair.ts";
import type { Subject } from "../entry/subject.ts";
import type { Keep, Options } from "../options.ts";
import { accountNames } from "../preserve/account_names.ts";
import { FlagPolicy } from "../preserve/flag_policy.ts";
import { PreservationPolicy } from "../preserve/preservation_policy.ts";
import { Bandwidth } from "../shared/bandwidth.ts";
import { COUNTER, counterRow } from "../shared/counters.ts";
import { DeviceMemory } from "../shared/device_memory.ts";
import { LostNames } from "../shared/lost_names.ts";
import { MethodMemory } from "../shared/method_memory.ts";
import type { SharedMemory } from "../shared/mod.ts";
import { ContentComparison } from "./bytes/comparison.ts";
import { DataMover } from "./bytes/data_mover.ts";
import { Ladders } from "./bytes/ladders.ts";
import { Transfer } from "./bytes/transfer.ts";
import { Failures, type FailureSetup } from "./failures.ts";
import { TargetFile } from "./file/target_file.ts";
import { FolderOpener } from "./folder_opener.ts";
import { HardLinks } from "./links/hard_links.ts";
import { UnchangedLinkTable } from "./links/unchanged_link_table.ts";
import { TargetLimits } from "./metadata/target_limits.ts";
import { XattrPolicy } from "./metadata/xattr_policy.ts";
import { whyRefused } from "./refused_entries.ts";
import { TemporaryNames } from "./target/temporary_names.ts";

/** Appended where a name that was free is taken: other shards make others, unless one runs twice or with another count. */
const MADE_BY_OTHERS = "; another run may have made it meanwhile: run this shard again";

/** What a comparison of all assumes to be settable. */
const ALL_RIGHTS = { canChown: true, canSetOthers: true, canSetGroupBits: true };

/** What a thread is given for a run. */
interface ContextSetup extends FailureSetup {
  readonly memory: SharedMemory;
  /** The thread's row of counters. */
  readonly index: number;
  /** Names this run's temporary files. */
  readonly runToken: string;
  /** When the run began, in seconds since 1970; without it, now. */
  readonly beganAt?: number;
  /** The source of those names, where the thread has one already. */
  readonly temporaryNames?: TemporaryNames;
  /** Whether files may be made in the target to find out what its file system keeps. */
  readonly mayProbe: boolean;
  /** Whether all differences count, also in what this user could not set: nothing is to be set. */
  readonly comparesAll: boolean;
  /** Whether plain files may take the fast path (file/fast_path.ts); a test compares both ways. */
  readonly usesFastPath: boolean;
}

export class CopyContext extends Failures {
  readonly memory: SharedMemory;
  readonly inodes: HardLinks;
  /** The same table if hard links are kept, else null. */
  readonly links: HardLinks | null;
  readonly unchangedLinks: UnchangedLinkTable;
  /** Flags of the devices that this run writes to. */
  readonly devices: DeviceMemory;
  /** Names of attributes that the target refused. */
  readonly lostNames: LostNames;
  /** Which metadata those devices keep. */
  readonly limits: TargetLimits;
  /** The methods for each file. */
  readonly ladders: Ladders;
  /** What became of the bytes of the last file. */
  readonly transfer: Transfer;
  readonly mover: DataMover;
  readonly folders: FolderOpener;
  readonly comparison: ContentComparison;
  readonly policy: PreservationPolicy;
  /** The same as far as this process can set it; where all differences count, `policy` goes further. */
  readonly reach: PreservationPolicy;
  readonly xattrPolicy: XattrPolicy;
  readonly keepsAcls: boolean;
  readonly temporaryNames: TemporaryNames;
  /** Which flags beside the mode are kept; null if the platform has none or the options leave them out. */
  readonly flags: FlagPolicy | null;
  readonly keepsStreams: boolean;
  /** True if the system may copy whole files by name. */
  readonly copiesByName: boolean;
  /** True if a clone may make the whole file: it copies all metadata, asked for or not. */
  readonly clonesToName: boolean;
  /** True if plain files may take the fast path (`copyFileFast`): it does all that the options ask for. */
  readonly hasFastPath: boolean;

  /** Keeps what is replaced or deleted; null if nothing does. */
  backups: BackupKeeper | null = null;

  /** The current entry of this thread. */
  readonly entry: Entry = new Entry();
  /** The target file that this thread has open. */
  readonly targetFile = new TargetFile();

  /** Scratch metadata, each for one purpose, so that no entry allocates any. */
  readonly openedStat = new FileStat();
  readonly checkStat = new FileStat();
  readonly unlockedStat = new FileStat();
  readonly flagsStat = new FileStat();
  readonly linkBuffer = new Uint8Array(4096);
  readonly otherLinkBuffer = new Uint8Array(4096);

  /** The thread's number: 0 is the main one. */
  readonly index: number;
  /** When the run began, in seconds since 1970. */
  readonly beganAt: number;

  constructor(setup: ContextSetup) {
    const { fs, options, memory, index, runToken } = setup;
    super(setup, new Int32Array(memory.control), counterRow(memory.counters, index));
    this.index = index;
    this.beganAt = setup.beganAt ?? Date.now() / 1000;
    this.memory = memory;
    const { control, count } = this;
    this.folders = new FolderOpener(fs, 2 + options.linkDest.length);
    this.inodes = new HardLinks(memory, control, count, fs.can.reusesInodes);
    this.unchangedLinks = new UnchangedLinkTable(memory, control);
    this.devices = new DeviceMemory(memory.devices, control);
    this.lostNames = new LostNames(memory.lostNames, control);
    this.links = options.keep.hardLinks && fs.can.hardLinks ? this.inodes : null;
    this.comparison = new ContentComparison(fs, control, count);
    const names = accountNames(fs);
    this.reach = new PreservationPolicy(options, fs.identity, names);
    this.policy = setup.comparesAll
      ? new PreservationPolicy(options, { ...fs.identity, ...ALL_RIGHTS }, names)
      : this.reach;
    const xattrs = xattrsKept(options, fs.can);
    this.xattrPolicy = new XattrPolicy(xattrs, fs, setup.comparesAll);
    this.keepsAcls = xattrs.acls;
    const keepsFlags = fs.can.attributes && options.keep.perms && options.keep.flags;
    this.flags = keepsFlags ? new FlagPolicy(options, fs.can, setup.comparesAll) : null;
    if (keepsFlags && options.required.flags === true) fs.tellAll();
    this.keepsStreams = fs.can.streams && options.keep.xattrs;
    // It copies streams, asked for or not.
    this.copiesByName = fs.can.copyByName && (this.keepsStreams || !fs.can.streams);
    this.clonesToName = fs.can.cloneToName && keepsAllOfClone(options);
    this.hasFastPath = setup.usesFastPath && suitsFastPath(options) &&
      !this.keepsStreams && !this.copiesByName && !this.clonesToName;
    fs.setFetching(options.materialize);
    this.temporaryNames = setup.temporaryNames ??
      new TemporaryNames(runToken, index, options.shard);
    this.limits = new TargetLimits(this, this.devices, setup.mayProbe);
    this.ladders = new Ladders(options, {
      ...fs.can,
      copyByName: this.copiesByName,
      cloneToName: this.clonesToName,
      // fcopyfile copies a file's quarantine, asked for or not.
      copyContents: fs.can.copyContents && options.keep.xattrs,
    });
    this.transfer = new Transfer(fs, new MethodMemory(memory.methods, control), count, control);
    const limit = options.bandwidthLimit;
    const bandwidth = limit === null ? null : new Bandwidth(memory.bandwidth, control, limit);
    this.mover = new DataMover(this.transfer, this.ladders, options, bandwidth);
  }

  protected override whyRefused(subject: Subject, syscall: string, error: number): string {
    if (subject.side !== "target") return "";
    if (error === -EEXIST && this.options.shard !== null) return MADE_BY_OTHERS;
    return whyRefused(this, subject, syscall, error);
  }

  /** Counts a file as done whose bytes did not move. */
  countAsDone(source: FileStat): void {
    this.count[COUNTER.filesWithoutCopy]++;
    this.count[COUNTER.bytesNotCopied] += source.size;
  }

  readonly #sourceInodes = new Map<number, Inode>();

  /** The inode of a root's source; null if it cannot be read. */
  sourceInode({ index, source }: RootPair): Inode | null {
    const known = this.#sourceInodes.get(index);
    if (known !== undefined) return known;
    const stat = new FileStat();
    if (this.fs.statHandle(source, stat) < 0) return null;
    const inode = inodeOf(stat);
    this.#sourceInodes.set(index, inode);
    return inode;
  }
}

/** True if everything is kept that a clone has of its source. */
function keepsAllOfClone({ keep: { perms, times, xattrs, acls, flags } }: Options): boolean {
  return perms && times && xattrs && acls && flags;
}

/** True if the options ask for nothing that the fast path does not do. */
function suitsFastPath(options: Options): boolean {
  return options.keep.perms && !options.dereference && !options.verify && !options.fsync &&
    !options.resume && !options.dropCache && options.sparse !== "always" &&
    options.bandwidthLimit === null;
}

/**
 * The xattrs to keep. ACLs belong to the mode: without it, and where they are inherited from the folder above, they are
 * kept only if asked for by name. Streams are no xattrs.
 */
function xattrsKept({ keep, required }: Options, can: Abilities): Keep {
  return {
    ...keep,
    acls: keep.acls && ((keep.perms && !can.inheritsAcls) || required.acls === true),
    xattrs: keep.xattrs && !can.streams,
  };
}
