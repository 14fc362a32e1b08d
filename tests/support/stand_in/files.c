// Opening, closing and locking: flags of sys/fcntl.h, and the place of the variadic argument.
#include "stand_in.h"
#include <linux/stat.h>
#include <signal.h>
#include <sys/file.h>

enum { A_NONBLOCK = 0x4, A_NOFOLLOW = 0x100, A_CREAT = 0x200, A_EXCL = 0x800, A_DIRECTORY = 0x100000,
  A_SYMLINK = 0x200000, A_CLOEXEC = 0x1000000, A_NOFOLLOW_ANY = 0x20000000, A_ACCMODE = 3,
  A_KNOWN = A_NONBLOCK | A_NOFOLLOW | A_CREAT | A_EXCL | A_DIRECTORY | A_SYMLINK | A_CLOEXEC |
    A_NOFOLLOW_ANY | A_ACCMODE };
enum { A_F_NOCACHE = 48, A_F_FULLFSYNC = 51 };
enum { DESCRIPTORS = 65536 };

// Descriptors of symlinks themselves: Linux reaches their attributes by a path alone.
static struct { int folder; char name[256]; } *symlinks[DESCRIPTORS];

int real_folder(int folder) { return folder == -2 ? AT_FDCWD : folder; }

const char *path_of_symlink(int fd, char *into) {
  if (fd < 0 || fd >= DESCRIPTORS || symlinks[fd] == NULL) return NULL;
  sprintf(into, "/proc/self/fd/%d/%s", symlinks[fd]->folder, symlinks[fd]->name);
  return into;
}

static int translated(int flags) {
  int linux_flags = flags & A_ACCMODE;
  if (flags & A_NONBLOCK) linux_flags |= O_NONBLOCK;
  if (flags & A_NOFOLLOW) linux_flags |= O_NOFOLLOW;
  if (flags & A_CREAT) linux_flags |= O_CREAT;
  if (flags & A_EXCL) linux_flags |= O_EXCL;
  if (flags & A_DIRECTORY) linux_flags |= O_DIRECTORY;
  if (flags & A_CLOEXEC) linux_flags |= O_CLOEXEC;
  return linux_flags;
}

static int is_symlink(int folder, const char *path) {
  struct stat stat;
  return fstatat(folder, path, &stat, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(stat.st_mode);
}

static int open_symlink(int folder, const char *name) {
  int fd = syscall(SYS_openat, folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC, 0);
  if (fd < 0 || fd >= DESCRIPTORS) return failed();
  symlinks[fd] = malloc(sizeof *symlinks[fd]);
  symlinks[fd]->folder = dup(folder);
  snprintf(symlinks[fd]->name, sizeof symlinks[fd]->name, "%s", name);
  return fd;
}

// A name that vanishes when somebody opens it.
static char vanishing[256];
EXPORT void stand_in_vanish(const char *name) { snprintf(vanishing, sizeof vanishing, "%s", name); }

APPLE(int, openat, int folder, const char *path, int flags, VARIADIC_AFTER_3 int mode) {
  if (enter("openat", "%d, \"%s\", %#x, %#o", folder, path, flags, mode)) return -1;
  // Darwin lets unknown flags pass, so that a wrong one would never be noticed.
  if (flags & ~A_KNOWN) return fails_with(APPLE_EINVAL);
  folder = real_folder(folder);
  SPELLED(folder, path);
  if (*vanishing != 0 && strcmp(path, vanishing) == 0) unlinkat(folder, path, 0);
  if ((flags & A_SYMLINK) && is_symlink(folder, path)) return open_symlink(folder, path);
  if ((flags & A_ACCMODE) != O_RDONLY && is_locked(folder, path)) return fails_with(APPLE_EPERM);
  struct open_how how = { .flags = translated(flags), .mode = flags & A_CREAT ? mode & 07777 : 0 };
  // Kernels before macOS 11 do not know it, and follow.
  if ((flags & A_NOFOLLOW_ANY) && kernel_major >= 20) how.resolve = RESOLVE_NO_SYMLINKS;
  int fd = syscall(SYS_openat2, folder, path, &how, sizeof how);
  // Linux looks at O_DIRECTORY first, Darwin at the link.
  if (fd < 0 && errno == ENOTDIR && (flags & A_NOFOLLOW) && is_symlink(folder, path)) errno = ELOOP;
  if (fd < 0) return failed();
  if (flags & A_CREAT) {
    struct stat stat;
    if (fstat(fd, &stat) == 0) forget_extra(&stat);
  }
  return fd;
}

APPLE(int, close, int fd) {
  if (enter("close", "%d", fd)) return -1;
  if (fd >= 0 && fd < DESCRIPTORS && symlinks[fd] != NULL) {
    syscall(SYS_close, symlinks[fd]->folder);
    free(symlinks[fd]);
    symlinks[fd] = NULL;
  }
  return answer(syscall(SYS_close, fd));
}

APPLE(int, fcntl, int fd, int command, VARIADIC_AFTER_2 long argument) {
  if (enter("fcntl", "%d, %d, %ld", fd, command, argument)) return -1;
  if (command == A_F_FULLFSYNC) return answer(syscall(SYS_fsync, fd));
  if (command == A_F_NOCACHE) return 0;
  return fails_with(APPLE_EINVAL);
}

APPLE(int, flock, int fd, int operation) {
  if (enter("flock", "%d, %d", fd, operation)) return -1;
  return answer(syscall(SYS_flock, fd, operation));
}

APPLE(int, kill, int process, int signal) {
  if (enter("kill", "%d, %d", process, signal)) return -1;
  return answer(syscall(SYS_kill, process, signal));
}
