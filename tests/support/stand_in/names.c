// Names: made, linked, renamed and removed.
#include "stand_in.h"
#include <sys/sysmacros.h>

enum { A_NOFOLLOW = 0x20, A_FOLLOW = 0x40, A_REMOVEDIR = 0x80, A_RENAME_EXCL = 4 };
enum { LINUX_RENAME_NOREPLACE = 1 };

static int created(int folder, const char *name, long result) {
  if (result < 0) return failed();
  forget_extra_at(folder, name);
  return 0;
}

APPLE(int, mkdirat, int folder, const char *name, uint16_t mode) {
  if (enter("mkdirat", "%d, \"%s\", %#o", folder, name, mode)) return -1;
  SPELLED(folder, name);
  return created(folder, name, syscall(SYS_mkdirat, folder, name, mode));
}

APPLE(int, mkfifoat, int folder, const char *name, uint16_t mode) {
  if (enter("mkfifoat", "%d, \"%s\", %#o", folder, name, mode)) return -1;
  SPELLED(folder, name);
  return created(folder, name, mknodat(folder, name, S_IFIFO | mode, 0));
}

// dev_t is 32 bits, 8 of them major (sys/types.h).
APPLE(int, mknodat, int folder, const char *name, uint16_t mode, int32_t device) {
  if (enter("mknodat", "%d, \"%s\", %#o, %#x", folder, name, mode, device)) return -1;
  SPELLED(folder, name);
  dev_t linux_device = makedev((uint32_t)device >> 24, device & 0xffffff);
  return created(folder, name, mknodat(folder, name, mode, linux_device));
}

APPLE(int, symlinkat, const char *target, int folder, const char *name) {
  if (enter("symlinkat", "\"%s\", %d, \"%s\"", target, folder, name)) return -1;
  SPELLED(folder, name);
  return created(folder, name, syscall(SYS_symlinkat, target, folder, name));
}

APPLE(ssize_t, readlinkat, int folder, const char *name, char *into, size_t size) {
  if (enter("readlinkat", "%d, \"%s\"", folder, name)) return -1;
  SPELLED(folder, name);
  return answer(syscall(SYS_readlinkat, folder, name, into, size));
}

APPLE(int, linkat, int from, const char *old, int to, const char *name, int flags) {
  if (enter("linkat", "%d, \"%s\", %d, \"%s\", %#x", from, old, to, name, flags)) return -1;
  SPELLED(from, old);
  SPELLED(to, name);
  if (flags != 0) return fails_with(APPLE_EINVAL);
  return answer(syscall(SYS_linkat, from, old, to, name, 0));
}

APPLE(int, unlinkat, int folder, const char *name, int flags) {
  if (enter("unlinkat", "%d, \"%s\", %#x", folder, name, flags)) return -1;
  SPELLED(folder, name);
  if (flags & ~A_REMOVEDIR) return fails_with(APPLE_EINVAL);
  if (is_locked(folder, name)) return fails_with(APPLE_EPERM);
  struct stat stat;
  int found = fstatat(folder, name, &stat, AT_SYMLINK_NOFOLLOW);
  // unlink(2) of a folder is EPERM on Darwin.
  if (found == 0 && S_ISDIR(stat.st_mode) && !(flags & A_REMOVEDIR)) return fails_with(APPLE_EPERM);
  remove_double(folder, name);
  if (syscall(SYS_unlinkat, folder, name, flags & A_REMOVEDIR ? AT_REMOVEDIR : 0) < 0) return failed();
  if (found == 0 && (S_ISDIR(stat.st_mode) || stat.st_nlink == 1)) forget_extra(&stat);
  return 0;
}

static int renamed(int from, const char *old, int to, const char *name, int flags) {
  SPELLED(from, old);
  char taken_spelled[SPELLED_BYTES];
  const char *taken = spelled(to, name, taken_spelled);
  // An entry by another spelling gives way, unless it is the very one: then its name is spelt anew.
  int is_other = strcmp(taken, name) != 0 && !(from == to && strcmp(taken, old) == 0);
  if (is_other && flags == LINUX_RENAME_NOREPLACE) return fails_with(APPLE_EEXIST);
  if (is_other && syscall(SYS_unlinkat, to, taken, 0) < 0) return failed();
  if (is_locked(from, old) || is_locked(to, name)) return fails_with(APPLE_EPERM);
  if (acl_forbids_rename(from, old)) return fails_with(APPLE_EACCES);
  int result = answer(syscall(SYS_renameat2, from, old, to, name, flags));
  if (result == 0) rename_double(from, old, to, name);
  return result;
}

APPLE(int, renameat, int from, const char *old, int to, const char *name) {
  if (enter("renameat", "%d, \"%s\", %d, \"%s\"", from, old, to, name)) return -1;
  return renamed(from, old, to, name, 0);
}

APPLE(int, renameatx_np, int from, const char *old, int to, const char *name, unsigned flags) {
  if (enter("renameatx_np", "%d, \"%s\", %d, \"%s\", %#x", from, old, to, name, flags)) return -1;
  if (flags != A_RENAME_EXCL) return fails_with(APPLE_EINVAL);
  return renamed(from, old, to, name, LINUX_RENAME_NOREPLACE);
}
