// What one worker needs to carry operations out, and the one way in which an entry fails: counted,
// reported with call, code and path, and the run goes on unless the condition concerns all of it.

import { EDEADLK, EDQUOT, ELOOP, ENOENT, ENOSPC, ENOTDIR, EROFS } from "../../ffi/errno.ts";
import {
  type Abilities,
  type CString,
  FileStat,
  type Inode,
  inodeOf,
  type NativeFileSystem,
} from "../../ffi/mod.ts";
import type { ErrorEvent } from "../events.ts";
import type { Keep, Options } from "../options.ts";
import type { Report } from "../report.ts";
import { Bandwidth } from "../shared/bandwidth.ts";
import { isStopping, STOP, stop } from "../shared/control.ts";
import { COUNTER, counterRow } from "../shared/counters.ts";
import { DeviceMemory } from "../shared/device_memory.ts";
import { LostNames } from "../shared/lost_names.ts";
import { MethodMemory } from "../shared/method_memory.ts";
import type { SharedMemory } from "../shared/mod.ts";
import type { Attempt } from "./attempt.ts";
import { STOPPED } from "./bytes/answers.ts";
import { ContentComparison } from "./bytes/comparison.ts";
import { DataMover } from "./bytes/data_mover.ts";
import { Ladders } from "./bytes/ladders.ts";
import { Transfer } from "./bytes/transfer.ts";
import { FolderOpener } from "./folder_opener.ts";
import { HardLinks } from "./links/hard_links.ts";
import { FlagPolicy } from "../preserve/flag_policy.ts";
import { PreservationPolicy } from "../preserve/preservation_policy.ts";
import { TargetLimits } from "./metadata/target_limits.ts";
import { XattrPolicy } from "./metadata/xattrs.ts";
import { UnchangedLinkTable } from "./links/unchanged_link_table.ts";
import { Entry } from "../entry/entry.ts";
import type { FolderPair, RootPair } from "../entry/folder_pair.ts";
import { pathOf, sourceOf, type Subject } from "../entry/subject.ts";
import { TemporaryNames } from "./target/temporary_names.ts";

/** Conditions that the next file would meet as well: they end the run with exit code 4, unless they are those of a file system below the target. */
const ENDS_THE_RUN = new Set([-ENOSPC, -EDQUOT, -EROFS]);

export class CopyContext {
  readonly control: Int32Array;
  readonly count: Float64Array;
  readonly inodes: HardLinks;
  /** The same table where hard links are kept, else null. */
  readonly links: HardLinks | null;
  readonly unchangedLinks: UnchangedLinkTable;
  /** What is known of the file systems that this run writes to. */
  readonly devices: DeviceMemory;
  /** Names of attributes that the target has not taken. */
  readonly lostNames: LostNames;
  /** What these keep of metadata. */
  readonly limits: TargetLimits;
  /** The methods for each file. */
  readonly ladders: Ladders;
  /** What has become of the bytes of the last file. */
  readonly transfer: Transfer;
  readonly mover: DataMover;
  readonly folders: FolderOpener;
  readonly comparison: ContentComparison;
  readonly policy: PreservationPolicy;
  readonly xattrPolicy: XattrPolicy;
  readonly keepsAcls: boolean;
  readonly temporaryNames: TemporaryNames;
  /** What is kept here beside mode and xattrs; false where the platform has none or the options do not want it. */
  readonly flags: FlagPolicy | null;
  readonly keepsStreams: boolean;
  /** Whether the system may copy whole files by name. */
  readonly copiesByName: boolean;

  /** Whether a clone may make the whole file: it takes all metadata along, asked or not. */
  readonly clonesToName: boolean;

  /** Whether plain files go the short way (`copyPlainFile`): nothing that was asked for wants more than that does. */
  readonly hasFastPath: boolean;

  /** The entry that this thread has in hand. */
  readonly entry: Entry = new Entry();

  /** Scratch metadata, each for one purpose, so that no entry allocates any. */
  readonly sourceStat: FileStat;
  readonly openedStat = new FileStat();
  readonly targetStat: FileStat;
  readonly checkStat = new FileStat();
  readonly unlockedStat = new FileStat();
  readonly flagsStat = new FileStat();
  readonly goneStat = new FileStat();
  /** Under `--retries`, while an entry is tried and not for the last time. */
  attempt: Attempt | null = null;
  /** Whether what failed last is a source entry that changed or vanished: that is no failed file. */
  lastHasChanged = false;
  readonly linkBuffer = new Uint8Array(4096);
  readonly otherLinkBuffer = new Uint8Array(4096);

  /**
   * @param index the worker's row of counters
   * @param runToken names this run's temporary files
   */
  constructor(
    readonly fs: NativeFileSystem,
    readonly options: Options,
    readonly memory: SharedMemory,
    readonly report: Report,
    readonly index: number,
    readonly runToken: string,
  ) {
    this.sourceStat = this.entry.source;
    this.targetStat = this.entry.target;
    this.folders = new FolderOpener(fs);
    this.control = new Int32Array(memory.control);
    this.count = counterRow(memory.counters, index);
    this.inodes = new HardLinks(memory, this.control, this.count, fs.can.reusesInodes);
    this.unchangedLinks = new UnchangedLinkTable(memory, this.control);
    this.devices = new DeviceMemory(memory.devices, this.control);
    this.lostNames = new LostNames(memory.lostNames, this.control);
    this.links = options.keep.hardLinks && fs.can.hardLinks ? this.inodes : null;
    this.comparison = new ContentComparison(fs, this.control);
    // To compare, nothing need be in reach: an owner that this user could not set differs all the same.
    const identity = options.compareOnly
      ? { ...fs.identity, canChown: true, canSetGroupBits: true }
      : fs.identity;
    this.policy = new PreservationPolicy(options, identity);
    const xattrs = xattrsKept(options, fs.can);
    this.xattrPolicy = new XattrPolicy(xattrs, fs);
    this.keepsAcls = xattrs.acls;
    const keepsFlags = fs.can.attributes && options.keep.perms && options.keep.flags;
    this.flags = keepsFlags ? new FlagPolicy(options, fs.can) : null;
    if (keepsFlags && options.required.flags === true) fs.tellAll();
    this.keepsStreams = fs.can.streams && options.keep.xattrs;
    // It takes streams along, asked or not.
    this.copiesByName = fs.can.copyByName && (this.keepsStreams || !fs.can.streams);
    const { perms, times, acls, flags } = options.keep;
    this.clonesToName = fs.can.cloneToName && perms && times && options.keep.xattrs && acls &&
      flags;
    this.hasFastPath = perms && !options.dereference && !options.verify && !options.fsync &&
      !options.resume && options.sparse !== "always" && options.bandwidthLimit === null &&
      !this.keepsStreams && !this.copiesByName && !this.clonesToName;
    fs.setFetching(options.materialize);
    this.temporaryNames = new TemporaryNames(runToken, index);
    this.limits = new TargetLimits(this, this.devices);
    this.ladders = new Ladders(options, {
      ...fs.can,
      copyByName: this.copiesByName,
      cloneToName: this.clonesToName,
      // fcopyfile brings a file's quarantine along, asked or not.
      copyContents: fs.can.copyContents && options.keep.xattrs,
    });
    const methodMemory = new MethodMemory(memory.methods, this.control);
    this.transfer = new Transfer(fs, methodMemory, this.count, this.control);
    this.mover = new DataMover(
      this.transfer,
      this.ladders,
      options,
      options.bandwidthLimit === null
        ? null
        : new Bandwidth(memory.bandwidth, this.control, options.bandwidthLimit),
    );
  }

  /** Counts a file that is done with although no bytes of it moved. */
  countAsDone(source: FileStat): void {
    this.count[COUNTER.filesSettled]++;
    this.count[COUNTER.bytesSettled] += source.size;
  }

  /**
   * Reports a call that failed.
   *
   * @param op what was being done, as in `cannot OP PATH`
   * @param error a negated errno
   * @param detail what the message adds to the system's text
   */
  fail(subject: Subject, op: string, syscall: string, error: number, detail = ""): void {
    if (error === STOPPED) return;
    const { pair, side } = subject;
    if (error === -EDEADLK && side === "source" && !this.options.materialize) {
      return this.failDataless(pair, subject.name, op);
    }
    const hasChanged = side === "source" && this.#hasChanged(subject, syscall, error);
    const more = hasChanged ? "; it has changed since its folder was listed" : detail;
    this.#fail({
      op,
      path: pathOf(subject),
      syscall: this.fs.callName(syscall),
      code: this.fs.errorName(error),
      message: this.fs.errorText(error) + more,
      fatal: ENDS_THE_RUN.has(error) && !pair.isOnOtherMount,
      ...(hasChanged ? { hasChanged } : {}),
    });
  }

  /** Whether a call failed because what the source's folder listed is gone or something else by now. */
  #hasChanged({ pair: { path, source }, name }: Subject, syscall: string, error: number): boolean {
    const isFolder = name === null;
    if (isFolder && path.length === 0) return false; // nothing lists a root
    switch (error) {
      case -ENOENT: // also of a symlink that is followed and leads nowhere
        return isFolder || !this.options.dereference ||
          this.fs.stat(source, name, this.goneStat) === -ENOENT;
      case -ENOTDIR:
        return isFolder;
      case -ELOOP:
        return !this.options.dereference;
      default:
        return name !== null && !this.options.dereference && this.#isOther(source, name, syscall);
    }
  }

  /** Whether a name that was listed as a file or a symlink, and treated so, is something else by now. */
  #isOther(source: number, name: CString, syscall: string): boolean {
    if (syscall !== "openat" && syscall !== "readlinkat") return false;
    if (this.fs.stat(source, name, this.goneStat) < 0) return false;
    return syscall === "openat" ? !this.goneStat.isFile : !this.goneStat.isSymlink;
  }

  /** Reports a source entry that did not hold still. */
  failChanged(pair: FolderPair, name: CString, op: string, message: string): void {
    const path = pathOf(sourceOf(pair, name));
    const code = "SOURCE_CHANGED";
    this.#fail({ op, path, syscall: null, code, message, fatal: false, hasChanged: true });
  }

  /** Reports contents that a cloud service holds, of a file or of a folder, and that are not to be fetched. */
  failDataless(pair: FolderPair, name: CString | null, op: string): void {
    const message = "Its contents are not on this machine; --materialize fetches them";
    this.failWith(sourceOf(pair, name), op, "DATALESS", message);
  }

  /** Reports a failure with a code and a message of its own; `fatal` ends the run. */
  failWith(
    subject: Subject,
    op: string,
    code: string,
    message: string,
    { fatal = false, syscall = null }: { fatal?: boolean; syscall?: string | null } = {},
  ): void {
    this.#fail({ op, path: pathOf(subject), syscall, code, message, fatal });
  }

  #fail(error: Omit<ErrorEvent, "type">): void {
    const { fatal } = error;
    this.lastHasChanged = error.hasChanged === true;
    if (fatal && isStopping(this.control)) return; // said once, not again for each entry in hand
    if (this.attempt !== null && !fatal) this.attempt.errors.push(error);
    else this.reportError(error);
    if (fatal) {
      this.report.flush();
      stop(this.control, STOP.fatal);
    }
  }

  readonly #sourceInodes = new Map<number, Inode>();

  /** Which folder a root's source is; null where the system does not tell. */
  sourceInode({ index, source }: RootPair): Inode | null {
    const known = this.#sourceInodes.get(index);
    if (known !== undefined) return known;
    const stat = new FileStat();
    if (this.fs.statHandle(source, stat) < 0) return null;
    const inode = inodeOf(stat);
    this.#sourceInodes.set(index, inode);
    return inode;
  }

  /** Counts and reports an error. */
  reportError(error: Omit<ErrorEvent, "type">): void {
    this.count[COUNTER.errors]++;
    this.report.error(error);
  }

  /** Whether the entry in hand has failed in a way that may pass, and will be tried again. */
  get willRetry(): boolean {
    return this.attempt !== null && this.attempt.isTransient;
  }
}

/**
 * ACLs are a part of the mode, and where they come from the folder above they are not: there, and without the mode,
 * they are kept only where they are asked for. Streams are no xattrs.
 */
function xattrsKept({ keep, required }: Options, can: Abilities): Keep {
  return {
    ...keep,
    acls: keep.acls && ((keep.perms && !can.inheritsAcls) || required.acls === true),
    xattrs: keep.xattrs && !can.streams,
  };
}
