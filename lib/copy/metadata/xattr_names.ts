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
  fsInternal: 3,
  /** The same, reported: it grants access or gives the contents their meaning. */
  fsInternalReported: 4,
} as const;

/** The ACL that says who may open an entry, on Linux. */
export const ACCESS_ACL = "system.posix_acl_access";
/** The ACL that new entries of a folder inherit: it replaces the umask (acl(5)). */
export const DEFAULT_ACL = "system.posix_acl_default";

/** What each platform calls its ACLs; on Darwin and Windows they are names of ferry's making. */
const ACLS: ReadonlySet<string> = new Set([
  ACCESS_ACL,
  DEFAULT_ACL,
  "system.acl",
  "system.ntfs_security",
]);

/** File capabilities (capabilities(7)) are no label: an extra one would grant what the source does not. */
const CAPABILITIES = "security.capability";

/** A pattern that ends in `*` stands for all names that begin so; the first that matches decides. */
type Row = readonly [pattern: string, kind: number];

const { fsInternal, fsInternalReported } = XATTR_KIND;

const TABLE: readonly Row[] = [
  // xfs lists a POSIX ACL a second time under the name that it has on the disk; removing that removes the ACL.
  ["trusted.SGI_ACL_FILE", fsInternal],
  ["trusted.SGI_ACL_DEFAULT", fsInternal],
  // What IRIX kept beside it.
  ["trusted.SGI_CAP_FILE", fsInternal],
  ["trusted.SGI_MAC_FILE", fsInternal],
  ["trusted.SGI_DMI_*", fsInternal],
  ["xfsroot.*", fsInternal],
  // File handles and counts of the very inodes of an overlay's layers. Its other marks (opaque, redirect,
  // metacopy) say what a layer's entries mean, and a copy of the layer needs them.
  ["trusted.overlay.origin", fsInternal],
  ["trusted.overlay.upper", fsInternal],
  ["trusted.overlay.nlink", fsInternal],
  ["trusted.overlay.uuid", fsInternal],
  ["user.overlay.origin", fsInternal], // mounted with -o userxattr
  ["user.overlay.upper", fsInternal],
  ["user.overlay.nlink", fsInternal],
  ["user.overlay.uuid", fsInternal],
  // Rights as a server or another system keeps them, made anew from the mode where the target has them.
  ["system.nfs4_acl", fsInternalReported],
  ["system.nfs4acl", fsInternalReported],
  ["system.nfs4_dacl", fsInternalReported],
  ["system.nfs4_sacl", fsInternalReported],
  ["system.richacl", fsInternalReported],
  ["system.cifs_acl", fsInternalReported],
  ["system.cifs_ntsd*", fsInternalReported],
  ["system.smb3_*", fsInternalReported],
  ["system.ntfs_acl", fsInternalReported],
  // Whatever else a file system shows of its insides: ntfs-3g's ntfs_*, f2fs' advise, a socket's sockprotoname.
  ["system.*", fsInternal],
  // The key of a file's contents, which were in plain when they were read through eCryptfs.
  ["user.ecryptfs", fsInternalReported],
  // Where Lustre, Ceph and Gluster keep a file's parts, and which file it is.
  ["lustre.*", fsInternal],
  ["trusted.lov", fsInternal],
  ["trusted.lma", fsInternal],
  ["trusted.lmv", fsInternal],
  ["trusted.link", fsInternal],
  ["trusted.fid", fsInternal],
  ["trusted.som", fsInternal],
  ["trusted.hsm", fsInternal],
  ["trusted.dmv", fsInternal],
  ["ceph.*", fsInternal],
  ["glusterfs.*", fsInternal],
  ["trusted.glusterfs.*", fsInternal],
  ["trusted.gfid*", fsInternal],
  ["trusted.afr.*", fsInternal],
  ["trusted.ec.*", fsInternal],
  ["trusted.pgfid.*", fsInternal],
  ["afs.*", fsInternalReported],
  // Options as inherited; those that were set are bcachefs.*.
  ["bcachefs_effective.*", fsInternal],
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
