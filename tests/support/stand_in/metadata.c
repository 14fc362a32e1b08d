// Metadata: struct stat with 64-bit inode numbers as sys/stat.h declares it, and what sets its parts.
#include "stand_in.h"
#include <sys/sysmacros.h>

enum { A_NOFOLLOW = 0x20 };

static int32_t device_of(uint32_t major, uint32_t minor) { return major << 24 | (minor & 0xffffff); }

static struct apple_timespec time_of(struct statx_timestamp time) {
  return (struct apple_timespec) { time.tv_sec, time.tv_nsec };
}

int stat_entry(int fd, const char *name, int flags, struct apple_stat *into) {
  struct statx found;
  if (statx(fd, name, flags, STATX_BASIC_STATS | STATX_BTIME, &found) < 0) return failed();
  memset(into, 0, sizeof *into);
  into->st_dev = device_of(found.stx_dev_major, found.stx_dev_minor);
  into->st_mode = found.stx_mode, into->st_nlink = found.stx_nlink, into->st_ino = found.stx_ino;
  into->st_uid = found.stx_uid, into->st_gid = found.stx_gid;
  into->st_rdev = device_of(found.stx_rdev_major, found.stx_rdev_minor);
  into->st_atimespec = time_of(found.stx_atime), into->st_mtimespec = time_of(found.stx_mtime);
  into->st_ctimespec = time_of(found.stx_ctime), into->st_birthtimespec = time_of(found.stx_btime);
  into->st_size = found.stx_size, into->st_blocks = found.stx_blocks;
  into->st_blksize = found.stx_blksize;
  struct stat key = { .st_dev = makedev(found.stx_dev_major, found.stx_dev_minor), .st_ino = found.stx_ino };
  struct extra *extra = extra_of(&key, 0);
  if (extra == NULL) return 0;
  into->st_flags = extra->flags;
  if (extra->birth.tv_sec != 0 || extra->birth.tv_nsec != 0) {
    into->st_birthtimespec = (struct apple_timespec) { extra->birth.tv_sec, extra->birth.tv_nsec };
  }
  return 0;
}

APPLE_AS(int, fstat, INODE64("fstat"), int fd, struct apple_stat *into) {
  if (enter("fstat", "%d", fd)) return -1;
  return stat_entry(fd, "", AT_EMPTY_PATH, into);
}

APPLE_AS(int, fstatat, INODE64("fstatat"), int folder, const char *name, struct apple_stat *into, int flags) {
  if (enter("fstatat", "%d, \"%s\", %#x", folder, name, flags)) return -1;
  SPELLED(real_folder(folder), name);
  if (flags & ~A_NOFOLLOW) return fails_with(APPLE_EINVAL);
  return stat_entry(real_folder(folder), name, flags & A_NOFOLLOW ? AT_SYMLINK_NOFOLLOW : 0, into);
}

#ifndef APPLE_ARM64
// Without $INODE64 these are other calls, with other structures: whoever calls them is in error.
APPLE_AS(int, old_fstat, "fstat", int fd, void *into) { abort(); }
APPLE_AS(int, old_fstatat, "fstatat", int folder, const char *name, void *into, int flags) { abort(); }
#endif

APPLE(int, fchmod, int fd, uint16_t mode) {
  if (enter("fchmod", "%d, %#o", fd, mode)) return -1;
  return answer(syscall(SYS_fchmod, fd, mode));
}

APPLE(int, fchmodat, int folder, const char *name, uint16_t mode, int flags) {
  if (enter("fchmodat", "%d, \"%s\", %#o, %#x", folder, name, mode, flags)) return -1;
  SPELLED(folder, name);
  char path[64];
  int fd = syscall(SYS_openat, folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC, 0);
  if (fd < 0) return failed();
  sprintf(path, "/proc/self/fd/%d", fd);
  int result = answer(chmod(path, mode));
  syscall(SYS_close, fd);
  return result;
}

APPLE(int, fchown, int fd, uint32_t owner, uint32_t group) {
  if (enter("fchown", "%d, %d, %d", fd, (int)owner, (int)group)) return -1;
  return answer(syscall(SYS_fchown, fd, owner, group));
}

APPLE(int, fchownat, int folder, const char *name, uint32_t owner, uint32_t group, int flags) {
  if (enter("fchownat", "%d, \"%s\", %d, %d, %#x", folder, name, (int)owner, (int)group, flags)) return -1;
  SPELLED(folder, name);
  if (flags != A_NOFOLLOW) return fails_with(APPLE_EINVAL);
  return answer(syscall(SYS_fchownat, folder, name, owner, group, AT_SYMLINK_NOFOLLOW));
}

APPLE(int, fchflags, int fd, uint32_t flags) {
  if (enter("fchflags", "%d, %#x", fd, flags)) return -1;
  struct extra *extra = extra_of_fd(fd, 1);
  if (extra == NULL) return failed();
  extra->flags = flags;
  return 0;
}

APPLE(int, futimens, int fd, const struct timespec times[2]) {
  if (enter("futimens", "%d", fd)) return -1;
  return answer(syscall(SYS_utimensat, fd, NULL, times, 0));
}

APPLE(int, utimensat, int folder, const char *name, const struct timespec times[2], int flags) {
  if (enter("utimensat", "%d, \"%s\", %#x", folder, name, flags)) return -1;
  SPELLED(folder, name);
  if (flags != A_NOFOLLOW) return fails_with(APPLE_EINVAL);
  return answer(syscall(SYS_utimensat, folder, name, times, AT_SYMLINK_NOFOLLOW));
}
