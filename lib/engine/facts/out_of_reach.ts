// Owners and modes that a comparison leaves out: those that this user's own copies cannot have. A mirror by the same user says so
// once and goes on, and a verification right after it has nothing else to say.

import type { FileStat } from "../../../ffi/mod.ts";
import { CHANGED } from "../../plan/changes.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

/**
 * Differences without those in owner and group that a copy by this user must have, which are counted. An entry that
 * belongs to somebody else is no such copy, and what was asked for by name differs all the same.
 *
 * @param bits CHANGED bits
 */
export function withoutOwnersOutOfReach(
  { ctx, basis }: WorkerContext,
  source: FileStat,
  target: FileStat,
  bits: number,
): number {
  const { fs: { identity }, options: { required }, policy, count } = ctx;
  const { canChown, uid, gid, groups } = identity;
  if (!basis.onlyCompares || canChown || target.uid !== uid) return bits;
  const wanted = policy.gid(source, target.gid);
  const isGroupInReach = wanted === gid || groups.includes(wanted);
  const outOfReach = (required.owner === true ? 0 : bits & CHANGED.uid) |
    (required.group === true || isGroupInReach ? 0 : bits & CHANGED.gid);
  if (outOfReach === 0) return bits;
  count[COUNTER.ownersNotKept]++;
  return bits & ~outOfReach;
}

/** The same of setuid and setgid: differences without that in a mode that lacks nothing else. */
export function withoutModeOutOfReach(
  { ctx, basis }: WorkerContext,
  source: FileStat,
  target: FileStat,
  bits: number,
): number {
  const { fs: { identity }, options: { required }, policy, reach, count } = ctx;
  if (policy === reach || (!identity.canChown && target.uid !== identity.uid)) return bits;
  const lost = reach.bitsOutOfReach(source, target);
  if (lost === 0 || reach.mode(source, target) !== target.permissions) return bits;
  if (required.perms === true || (lost & ~source.permissions) !== 0) return bits;
  if (basis.onlyCompares) count[COUNTER.specialBitsNotKept]++;
  return bits & ~CHANGED.mode;
}
