// The system calls that a run makes, with the codes that their man pages list (section 2, ERRORS), EIO
// and ESTALE, which disks and network file systems add everywhere, and EINTR. EFAULT and EBADF on a
// descriptor that is open cannot happen and are left out. So are answers that a kernel cannot give untruly
// without any caller being misled: ENOENT of unlinkat and ENODATA of the calls for attributes (what was
// wanted is so already), EOPNOTSUPP of flistxattr (there are none). strace has no name for listxattrat yet: io_errors_test.ts fails that one.

/** One call, and how it can be made to fail without hitting the runtime's own calls. */
export interface FaultyCall {
  readonly codes: readonly string[];
  /** Deno makes none of these on its own, so that they fail wherever they come; else by path. */
  readonly anywhere?: true;
}

const PATH = "EACCES ELOOP ENAMETOOLONG ENOENT ENOMEM ENOTDIR EIO ESTALE EINTR";
const MAKING = `${PATH} EDQUOT EEXIST ENOSPC EPERM EROFS`;

export const FAULTY_CALLS: Readonly<Record<string, FaultyCall>> = {
  openat: byPath(
    `${MAKING} EAGAIN EBUSY EFBIG EINVAL EISDIR EMFILE ENFILE ENODEV ENXIO EOPNOTSUPP EOVERFLOW ETXTBSY`,
  ),
  openat2: byPath(`${PATH} E2BIG EAGAIN EINVAL EMFILE ENFILE ENOSYS EPERM EXDEV`),
  close: byPath("EIO EINTR ENOSPC EDQUOT"),
  getdents64: anywhere("EINVAL ENOENT ENOTDIR EIO ESTALE EINTR"),
  statx: byPath(`${PATH} EINVAL ENOSYS EPERM`),
  readlinkat: byPath(`${PATH} EINVAL`),
  pread64: byPath("EAGAIN EINTR EINVAL EIO EISDIR ENXIO EOVERFLOW ESTALE"),
  pwrite64: byPath("EAGAIN EDQUOT EFBIG EINTR EINVAL EIO ENOSPC EPERM ESTALE"),
  copy_file_range: anywhere(
    "EFBIG EINTR EINVAL EIO EISDIR ENOMEM ENOSPC EOPNOTSUPP EOVERFLOW EPERM ETXTBSY EXDEV ENOSYS EACCES",
  ),
  sendfile: anywhere("EAGAIN EINTR EINVAL EIO ENOMEM EOVERFLOW ESPIPE ENOSYS"),
  ioctl: byPath("ENOTTY EINVAL EOPNOTSUPP EXDEV EISDIR ETXTBSY EPERM EIO EINTR EAGAIN"),
  lseek: byPath("EINVAL ENXIO EOVERFLOW EIO"),
  ftruncate: anywhere("EACCES EFBIG EINTR EINVAL EIO EPERM EROFS"),
  fsync: anywhere("EINTR EIO ENOSPC EROFS EINVAL EDQUOT"),
  flock: anywhere("EINTR EINVAL ENOLCK EAGAIN"),
  linkat: byPath(`${MAKING} EMLINK EXDEV EINVAL`),
  mkdirat: byPath(`${MAKING} EINVAL EMLINK`),
  mknodat: byPath(`${MAKING} EINVAL`),
  symlinkat: byPath(MAKING),
  renameat: byPath(`${MAKING} EBUSY EINVAL EISDIR EMLINK ENOTEMPTY EXDEV`),
  renameat2: anywhere(`${MAKING} EBUSY EINVAL EISDIR EMLINK ENOTEMPTY EXDEV ENOSYS`),
  sync_file_range: anywhere("EIO ENOMEM ENOSPC EINVAL ESPIPE ENOSYS EINTR"),
  fstatfs: anywhere("EIO ENOMEM ENOSYS EOVERFLOW EINTR"),
  unlinkat: byPath(
    `${PATH.replace("ENOENT ", "")} EBUSY EISDIR EPERM EROFS EINVAL EEXIST ENOTEMPTY`,
  ),
  fchmod: anywhere("EIO EPERM EROFS EACCES ENOENT ENOMEM EINTR"),
  chmod: anywhere("EIO EPERM EROFS EACCES ENOENT ENOMEM EINTR EOPNOTSUPP"),
  fchown: anywhere("EIO EPERM EROFS EACCES ENOENT ENOMEM EINTR EDQUOT"),
  fchownat: anywhere("EIO EPERM EROFS EACCES ENOENT ENOMEM EINTR EDQUOT EINVAL"),
  utimensat: anywhere("EACCES EINVAL EPERM EROFS ENOENT EIO EINTR"),
  flistxattr: anywhere("E2BIG ERANGE EIO EINTR"),
  fgetxattr: anywhere("E2BIG EOPNOTSUPP ERANGE EIO EINTR"),
  getxattr: anywhere("E2BIG EOPNOTSUPP ERANGE EIO EINTR"),
  lgetxattr: anywhere("E2BIG EOPNOTSUPP ERANGE EIO EINTR"),
  fsetxattr: anywhere("EDQUOT EEXIST ENODATA ENOSPC EOPNOTSUPP EPERM ERANGE EIO EINTR"),
  setxattr: anywhere("EDQUOT EEXIST ENODATA ENOSPC EOPNOTSUPP EPERM ERANGE EIO EINTR"),
  fremovexattr: anywhere("EOPNOTSUPP EPERM EIO EINTR"),
  removexattr: anywhere("EOPNOTSUPP EPERM EIO EINTR"),
  listxattr: anywhere("E2BIG ERANGE EIO EINTR"),
};

function byPath(codes: string): FaultyCall {
  return { codes: codes.split(" ") };
}

function anywhere(codes: string): FaultyCall {
  return { codes: codes.split(" "), anywhere: true };
}
