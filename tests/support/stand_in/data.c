// Moving bytes: read, write, fcopyfile and clonefile.
#include "stand_in.h"

enum { BLOCK_BYTES = 1 << 20, COPIED_TAG = 8, CALLBACK_TAG = 6, COPYFILE_DATA = 8, CALLBACK_DATA = 4,
  CALLBACK_ERR = 3, CALLBACK_PROGRESS = 4, CALLBACK_CONTINUE = 0, CALLBACK_QUIT = 2 };
// A failed write that the callback wants to go on with is made again, on a Mac without end: here so often.
enum { MOST_REPEATS = 1000 };
enum { CLONE_NOFOLLOW = 1, CLONE_NOOWNERCOPY = 2, CLONE_ACL = 4 };

// So many copies come out wrong, and are told to be right.
static int wrong_copies;

EXPORT void stand_in_spoil(int copies) { wrong_copies = copies; }

static void spoil(int fd) {
  uint8_t byte;
  if (wrong_copies-- <= 0 || syscall(SYS_pread64, fd, &byte, 1, 0) != 1) return;
  byte = ~byte;
  syscall(SYS_pwrite64, fd, &byte, 1, 0);
}

// So many sources grow by a byte as they are copied, in whatever way.
static int growing_sources;

EXPORT void stand_in_grow(int sources) { growing_sources = sources; }

static void grow(int fd) {
  if (growing_sources-- <= 0) return;
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  int writer = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CLOEXEC, 0);
  syscall(SYS_write, writer, "+", 1);
  syscall(SYS_close, writer);
}

static __thread int policy_of_thread;

APPLE(int, setiopolicy_np, int type, int scope, int policy) {
  if (enter("setiopolicy_np", "%d, %d, %d", type, scope, policy)) return -1;
  policy_of_thread = policy;
  return 0;
}

int may_read(int fd) {
  struct extra *extra = extra_of_fd(fd, 0);
  if (extra == NULL || !(extra->flags & APPLE_SF_DATALESS)) return 1;
  if (policy_of_thread == 1) return 0;
  extra->flags &= ~APPLE_SF_DATALESS; // fetched
  return 1;
}

APPLE(ssize_t, pread, int fd, void *buffer, size_t count, off_t offset) {
  if (enter("pread", "%d, %zu, %ld", fd, count, offset)) return -1;
  if (!may_read(fd)) return fails_with(APPLE_EDEADLK);
  long read = syscall(SYS_pread64, fd, buffer, count, offset);
  if (offset == 0) grow(fd);
  return answer(read);
}

APPLE(ssize_t, pwrite, int fd, const void *buffer, size_t count, off_t offset) {
  if (enter("pwrite", "%d, %zu, %ld", fd, count, offset)) return -1;
  long written = syscall(SYS_pwrite64, fd, buffer, count, offset);
  if (offset == 0) spoil(fd);
  return answer(written);
}

APPLE(off_t, lseek, int fd, off_t offset, int whence) {
  if (enter("lseek", "%d, %ld, %d", fd, offset, whence)) return -1;
  // unistd.h: SEEK_HOLE is 3 and SEEK_DATA 4. From within data SEEK_DATA goes to the next region of data (lseek(2)).
  if (whence == 4) {
    off_t hole = syscall(SYS_lseek, fd, offset, SEEK_HOLE);
    if (hole > offset) offset = hole;
  }
  int here = whence == 3 ? SEEK_HOLE : whence == 4 ? SEEK_DATA : whence;
  off_t position = syscall(SYS_lseek, fd, offset, here);
  return position >= 0 ? position : failed();
}

APPLE(int, ftruncate, int fd, off_t length) {
  if (enter("ftruncate", "%d, %ld", fd, length)) return -1;
  return answer(syscall(SYS_ftruncate, fd, length));
}

APPLE(int, fsync, int fd) {
  if (enter("fsync", "%d", fd)) return -1;
  return answer(syscall(SYS_fsync, fd));
}

typedef int (*callback)(int, int, void *, const char *, const char *, void *);
struct state { callback status; off_t copied; };

APPLE(void *, copyfile_state_alloc, void) { return calloc(1, sizeof(struct state)); }

APPLE(int, copyfile_state_free, struct state *state) {
  free(state);
  return 0;
}

APPLE(int, copyfile_state_set, struct state *state, uint32_t tag, const void *value) {
  if (tag != CALLBACK_TAG) return fails_with(APPLE_EINVAL);
  state->status = (callback)value;
  return 0;
}

APPLE(int, copyfile_state_get, struct state *state, uint32_t tag, void *into) {
  if (tag != COPIED_TAG) return fails_with(APPLE_EINVAL);
  *(off_t *)into = state->copied;
  return 0;
}

// The part of copyfile_data (copyfile.c) that the callback decides: a write that failed is told to it, and made
// again where it answers CONTINUE.
static ssize_t write_watched(int to, const char *from, size_t count, struct state *state) {
  for (int repeats = 0;; repeats++) {
    ssize_t written = enter("write", "%d, %zu", to, count) ? -1 : answer(syscall(SYS_write, to, from, count));
    if (written >= 0) return written;
    int code = *apple___error();
    if (state == NULL || state->status == NULL || repeats == MOST_REPEATS) return fails_with(code);
    int wish = state->status(CALLBACK_DATA, CALLBACK_ERR, state, NULL, NULL, NULL);
    if (wish != CALLBACK_CONTINUE) return fails_with(code);
  }
}

// Beside the bytes a file's quarantine comes along, whatever was asked for.
static void copy_quarantine(int from, int to) {
  char value[4096];
  ssize_t size = fgetxattr(from, "user.com.apple.quarantine", value, sizeof value);
  if (size < 0) return;
  fsetxattr(to, "user.com.apple.quarantine", value, size, 0);
  keep_double(to);
}

// As Apple's does: from both descriptors' positions to the end, then the size is set, to what was copied.
APPLE(int, fcopyfile, int from, int to, struct state *state, uint32_t flags) {
  if (enter("fcopyfile", "%d, %d, %s, %#x", from, to, state == NULL ? "NULL" : "state", flags)) return -1;
  if (flags != COPYFILE_DATA) return fails_with(APPLE_EINVAL);
  if (!may_read(from)) return fails_with(APPLE_EDEADLK);
  static __thread char block[BLOCK_BYTES];
  ssize_t count;
  off_t copied = 0;
  copy_quarantine(from, to);
  while ((count = syscall(SYS_read, from, block, sizeof block)) > 0) {
    for (ssize_t done = 0; done < count;) {
      ssize_t written = write_watched(to, block + done, count - done, state);
      if (written < 0) return -1;
      done += written;
    }
    copied += count;
    if (state == NULL) continue;
    state->copied += count;
    if (state->status == NULL) continue;
    if (state->status(CALLBACK_DATA, CALLBACK_PROGRESS, state, NULL, NULL, NULL) == CALLBACK_QUIT) {
      return fails_with(APPLE_ECANCELED);
    }
  }
  if (count < 0 || syscall(SYS_ftruncate, to, copied) < 0) return failed();
  spoil(to);
  grow(from);
  return 0;
}

static int copy_data(int from, int to, off_t size) {
  static __thread char block[BLOCK_BYTES];
  for (off_t at = 0; at < size;) {
    off_t data = syscall(SYS_lseek, from, at, SEEK_DATA);
    if (data < 0) break;
    off_t hole = syscall(SYS_lseek, from, data, SEEK_HOLE);
    for (at = data; at < hole;) {
      ssize_t count = pread(from, block, hole - at < BLOCK_BYTES ? hole - at : BLOCK_BYTES, at);
      if (count < 0 || pwrite(to, block, count, at) != count) return -1;
      if (count == 0) return ftruncate(to, at); // it shrank
      at += count;
    }
  }
  syscall(SYS_lseek, from, 0, SEEK_SET);
  return ftruncate(to, size);
}

static void copy_attributes(int from, int to) {
  char names[65536], value[65536];
  ssize_t length = flistxattr(from, names, sizeof names);
  for (char *name = names; length > 0 && name < names + length; name += strlen(name) + 1) {
    ssize_t size = fgetxattr(from, name, value, sizeof value);
    if (size >= 0) fsetxattr(to, name, value, size, 0);
  }
}

static void copy_extra(int from, int to, int with_acl) {
  struct extra *source = extra_of_fd(from, 0);
  if (source == NULL) return;
  struct extra *target = extra_of_fd(to, 1);
  target->flags = source->flags, target->birth = source->birth;
  if (with_acl) target->acl = source->acl, target->acl_bytes = source->acl_bytes;
}

// A copy with all metadata stands in for the clone: setuid and setgid cleared, the owner kept by root alone.
APPLE(int, fclonefileat, int source, int folder, const char *name, uint32_t flags) {
  if (enter("fclonefileat", "%d, %d, \"%s\", %#x", source, folder, name, flags)) return -1;
  SPELLED(folder, name);
  if (flags & ~(CLONE_NOFOLLOW | CLONE_NOOWNERCOPY | CLONE_ACL)) return fails_with(APPLE_EINVAL);
  if (!may_read(source)) return fails_with(APPLE_EDEADLK);
  if (volumes_lack_xattrs()) return fails_with(APPLE_ENOTSUP);
  struct stat stat, parent;
  if (fstat(source, &stat) < 0 || fstat(folder, &parent) < 0) return failed();
  if (!S_ISREG(stat.st_mode)) return fails_with(APPLE_EINVAL);
  if (stat.st_dev != parent.st_dev) return fails_with(APPLE_EXDEV);
  int fd = syscall(SYS_openat, folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0) return failed();
  struct stat made;
  if (fstat(fd, &made) == 0) forget_extra(&made);
  if (copy_data(source, fd, stat.st_size) < 0) {
    failed();
    unlinkat(folder, name, 0);
    syscall(SYS_close, fd);
    return -1;
  }
  spoil(fd);
  grow(source);
  if (!(flags & CLONE_NOOWNERCOPY) && geteuid() == 0) fchown(fd, stat.st_uid, stat.st_gid);
  copy_attributes(source, fd);
  copy_extra(source, fd, flags & CLONE_ACL);
  fchmod(fd, stat.st_mode & 01777);
  struct timespec times[2] = { stat.st_atim, stat.st_mtim };
  futimens(fd, times);
  syscall(SYS_close, fd);
  return 0;
}
