// A volume without extended attributes of its own, as Apple's kernel serves one (bsd/vfs/vfs_xattr.c): those of `x`
// are in a file `._x` beside it, which is made with the first, renamed and removed with `x`, and taken away with
// which they are gone. Here the values stay with `x`, and the file says that there are some.
#include "stand_in.h"

enum { VOL_INFO_AND_CAPABILITIES = 0x80020000u, EXTENDED_ATTR = 0x4000, PATH_BYTES = 4096 };

static int is_without;

EXPORT void stand_in_set_without_xattrs(int on) { is_without = on; }
int volumes_lack_xattrs(void) { return is_without; }

// struct statfs with 64-bit inode numbers (sys/mount.h), as far as it is read.
struct apple_statfs { char before[88]; char f_mntonname[1024]; char after[1056]; };

APPLE_AS(int, fstatfs, INODE64("fstatfs"), int fd, struct apple_statfs *into) {
  if (enter("fstatfs", "%d", fd)) return -1;
  memset(into, 0, sizeof *into);
  strcpy(into->f_mntonname, "/");
  return 0;
}

struct volume_list { uint16_t count, reserved; uint32_t common, volume, folder, file, fork; };

APPLE(int, getattrlist, const char *path, struct volume_list *list, uint32_t *into, size_t size, uint32_t options) {
  if (enter("getattrlist", "\"%s\", %#x, %zu, %#x", path, list->volume, size, options)) return -1;
  // Attributes of a volume are told of its root alone.
  if (strcmp(path, "/") != 0 || list->volume != VOL_INFO_AND_CAPABILITIES || size < 36) return fails_with(APPLE_EINVAL);
  memset(into, 0, size);
  into[0] = 36;
  into[2] = is_without ? 0 : EXTENDED_ATTR;
  into[6] = EXTENDED_ATTR;
  return 0;
}

// The path of the file that holds the attributes of an entry; NULL where it holds its own.
static const char *double_of(int folder, const char *name, char *into) {
  if (!is_without || strchr(name, '/') != NULL) return NULL;
  snprintf(into, PATH_BYTES, "/proc/self/fd/%d/._%s", folder, name);
  return into;
}

void keep_double(int fd) {
  char link[64], path[PATH_BYTES], beside[PATH_BYTES + 16];
  sprintf(link, "/proc/self/fd/%d", fd);
  ssize_t length = is_without ? readlink(link, path, sizeof path - 1) : -1;
  if (length <= 0) return;
  path[length] = 0;
  char *slash = strrchr(path, '/');
  snprintf(beside, sizeof beside, "%.*s/._%s", (int)(slash - path), path, slash + 1);
  int made = syscall(SYS_openat, AT_FDCWD, beside, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (made < 0) return;
  syscall(SYS_write, made, "AppleDouble", 11);
  syscall(SYS_close, made);
}

void rename_double(int from, const char *old, int to, const char *name) {
  char before[PATH_BYTES], after[PATH_BYTES];
  if (double_of(from, old, before) == NULL || double_of(to, name, after) == NULL) return;
  if (rename(before, after) < 0) unlink(after);
}

// Before an entry is removed: its attributes go with it, and with their file the attributes of the entry beside.
void remove_double(int folder, const char *name) {
  char path[PATH_BYTES], names[65536];
  if (double_of(folder, name, path) == NULL) return;
  unlink(path);
  if (strncmp(name, "._", 2) != 0) return;
  snprintf(path, sizeof path, "/proc/self/fd/%d/%s", folder, name + 2);
  ssize_t length = llistxattr(path, names, sizeof names);
  for (char *at = names; length > 0 && at < names + length; at += strlen(at) + 1) lremovexattr(path, at);
}
