// Kinds of extended attributes by their names: an ACL, a label of a security module, a private attribute of the file
// system, or, as most are, an ordinary value. attr(5)'s /etc/xattr.conf lists names that are not to be copied; this table
// says why.

/** Kinds of attributes. */
export const XATTR_KIND = {
  /** Copied, compared and removed. */
  ordinary: 0,
  /** The same, under the option for ACLs. */
  acl: 1,
  /** Given by a security module: copied from where there is one, and never removed. */
  label: 2,
  /** Valid on its own file system only: left alone on both sides. */
  own: 3,
  /** The same, but it grants access or gives the contents their meaning: its loss is reported. */
  ownAndMissed: 4,
} as const;

/** The ACL that says who may open an entry, on Linux. */
export const ACCESS_ACL = "system.posix_acl_access";

/** What each platform calls its ACLs; on Darwin and Windows they are names of ferry's making. */
const ACLS: ReadonlySet<string> = new Set([
  ACCESS_ACL,
  "system.posix_acl_default",
  "system.acl",
  "system.ntfs_security",
]);

/** File capabilities (capabilities(7)) are no label: an extra one would grant what the source does not. */
const CAPABILITIES = "security.capability";

/** A pattern that ends in `*` stands for all names that begin so; the first that matches decides. */
type Row = readonly [pattern: string, kind: number];

const { own, ownAndMissed } = XATTR_KIND;

const TABLE: readonly Row[] = [
  // xfs lists a POSIX ACL a second time under the name that it has on the disk; removing that removes the ACL.
  ["trusted.SGI_ACL_FILE", own],
  ["trusted.SGI_ACL_DEFAULT", own],
  // What IRIX kept beside it.
  ["trusted.SGI_CAP_FILE", own],
  ["trusted.SGI_MAC_FILE", own],
  ["trusted.SGI_DMI_*", own],
  ["xfsroot.*", own],
  // File handles and counts of the very inodes of an overlay's layers. Its other marks (opaque, redirect,
  // metacopy) say what a layer's entries mean, and a copy of the layer needs them.
  ["trusted.overlay.origin", own],
  ["trusted.overlay.upper", own],
  ["trusted.overlay.nlink", own],
  ["trusted.overlay.uuid", own],
  ["user.overlay.origin", own], // mounted with -o userxattr
  ["user.overlay.upper", own],
  ["user.overlay.nlink", own],
  ["user.overlay.uuid", own],
  // Rights as a server or another system keeps them, made anew from the mode where the target has them.
  ["system.nfs4_acl", ownAndMissed],
  ["system.nfs4acl", ownAndMissed],
  ["system.nfs4_dacl", ownAndMissed],
  ["system.nfs4_sacl", ownAndMissed],
  ["system.richacl", ownAndMissed],
  ["system.cifs_acl", ownAndMissed],
  ["system.cifs_ntsd*", ownAndMissed],
  ["system.smb3_*", ownAndMissed],
  ["system.ntfs_acl", ownAndMissed],
  // Whatever else a file system shows of its insides: ntfs-3g's ntfs_*, f2fs' advise, a socket's sockprotoname.
  ["system.*", own],
  // The key of a file's contents, which were in plain when they were read through eCryptfs.
  ["user.ecryptfs", ownAndMissed],
  // Where Lustre, Ceph and Gluster keep a file's parts, and which file it is.
  ["lustre.*", own],
  ["trusted.lov", own],
  ["trusted.lma", own],
  ["trusted.lmv", own],
  ["trusted.link", own],
  ["trusted.fid", own],
  ["trusted.som", own],
  ["trusted.hsm", own],
  ["trusted.dmv", own],
  ["ceph.*", own],
  ["glusterfs.*", own],
  ["trusted.glusterfs.*", own],
  ["trusted.gfid*", own],
  ["trusted.afr.*", own],
  ["trusted.ec.*", own],
  ["trusted.pgfid.*", own],
  ["afs.*", ownAndMissed],
  // Options as inherited; those that were set are bcachefs.*.
  ["bcachefs_effective.*", own],
];

/** One of XATTR_KIND. */
export function kindOfXattr(name: string): number {
  if (ACLS.has(name)) return XATTR_KIND.acl;
  const row = TABLE.find(([pattern]) => matches(pattern, name));
  if (row !== undefined) return row[1];
  const isLabel = name.startsWith("security.") && name !== CAPABILITIES;
  return isLabel ? XATTR_KIND.label : XATTR_KIND.ordinary;
}

/** True if it is computed from the contents (IMA), or from those and the other attributes (EVM). */
export function isDigest(name: string): boolean {
  return name === "security.ima" || name === "security.evm";
}

export function isAcl(name: string): boolean {
  return ACLS.has(name);
}

/** True if setting it needs a privilege (xattr(7)); a security module may refuse it as well. */
export function isPrivileged(name: string): boolean {
  return name.startsWith("security.") || name.startsWith("trusted.");
}

export function isCapabilities(name: string): boolean {
  return name === CAPABILITIES;
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
