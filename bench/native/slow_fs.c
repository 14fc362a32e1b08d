// A file system that is as slow as a network makes one: it shows another folder, and waits before each request
// that it serves. What the kernel remembers of it costs nothing, as with any other; a new mount knows nothing.
// Usage: slow_fs FOLDER MOUNT_POINT MICROSECONDS     mounts and returns; umount ends it
// Build: cc -O2 -o slow_fs slow_fs.c $(pkg-config --cflags --libs fuse3)
#define FUSE_USE_VERSION 31
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

// As many requests at a time as a server of files answers; libfuse's own bound is 10.
#define AT_A_TIME "max_threads=64,max_idle_threads=64"
// As long as an NFS client believes what it was told, at least.
#define BELIEVED_S "attr_timeout=3,entry_timeout=3"

static int folder;
static struct timespec delay;

static void wait_first(void) {
  static __thread int is_exact;
  if (!is_exact) is_exact = !prctl(PR_SET_TIMERSLACK, 1L);  // else 50 µs more
  nanosleep(&delay, 0);
}

// "/a/b" as seen from `folder`.
static const char *below(const char *path) { return path[1] ? path + 1 : "."; }

static int answer(long result) { return result < 0 ? -errno : (int)result; }

// For calls that take no folder to start from.
static const char *absolute(const char *path, char *room) {
  snprintf(room, PATH_MAX, "/proc/self/fd/%d/%s", folder, below(path));
  return room;
}

static int get_attributes(const char *path, struct stat *stat, struct fuse_file_info *file) {
  wait_first();
  return answer(file ? fstat(file->fh, stat) : fstatat(folder, below(path), stat, AT_SYMLINK_NOFOLLOW));
}

static int read_link(const char *path, char *target, size_t room) {
  wait_first();
  ssize_t length = readlinkat(folder, below(path), target, room - 1);
  if (length < 0) return -errno;
  target[length] = 0;
  return 0;
}

static int make_folder(const char *path, mode_t mode) {
  wait_first();
  return answer(mkdirat(folder, below(path), mode));
}

static int make_node(const char *path, mode_t mode, dev_t device) {
  wait_first();
  return answer(mknodat(folder, below(path), mode, device));
}

static int make_link(const char *target, const char *path) {
  wait_first();
  return answer(symlinkat(target, folder, below(path)));
}

static int make_name(const char *from, const char *to) {
  wait_first();
  return answer(linkat(folder, below(from), folder, below(to), 0));
}

static int remove_name(const char *path) {
  wait_first();
  return answer(unlinkat(folder, below(path), 0));
}

static int remove_folder(const char *path) {
  wait_first();
  return answer(unlinkat(folder, below(path), AT_REMOVEDIR));
}

static int change_name(const char *from, const char *to, unsigned flags) {
  wait_first();
  return answer(renameat2(folder, below(from), folder, below(to), flags));
}

static int change_mode(const char *path, mode_t mode, struct fuse_file_info *file) {
  wait_first();
  return answer(file ? fchmod(file->fh, mode) : fchmodat(folder, below(path), mode, 0));
}

static int change_owner(const char *path, uid_t user, gid_t group, struct fuse_file_info *file) {
  wait_first();
  return answer(file ? fchown(file->fh, user, group)
                     : fchownat(folder, below(path), user, group, AT_SYMLINK_NOFOLLOW));
}

static int change_times(const char *path, const struct timespec times[2], struct fuse_file_info *file) {
  wait_first();
  return answer(file ? futimens(file->fh, times) : utimensat(folder, below(path), times, AT_SYMLINK_NOFOLLOW));
}

static int change_size(const char *path, off_t size, struct fuse_file_info *file) {
  char room[PATH_MAX];
  wait_first();
  return answer(file ? ftruncate(file->fh, size) : truncate(absolute(path, room), size));
}

static int open_with(const char *path, struct fuse_file_info *file, mode_t mode) {
  wait_first();
  int fd = openat(folder, below(path), file->flags | O_CLOEXEC, mode);
  if (fd < 0) return -errno;
  file->fh = fd;
  return 0;
}

static int open_file(const char *path, struct fuse_file_info *file) { return open_with(path, file, 0); }

static int create_file(const char *path, mode_t mode, struct fuse_file_info *file) {
  return open_with(path, file, mode);
}

static int read_file(const char *path, char *bytes, size_t count, off_t at, struct fuse_file_info *file) {
  (void)path;
  wait_first();
  return answer(pread(file->fh, bytes, count, at));
}

static int write_file(const char *path, const char *bytes, size_t count, off_t at, struct fuse_file_info *file) {
  (void)path;
  wait_first();
  return answer(pwrite(file->fh, bytes, count, at));
}

static int sync_file(const char *path, int data_only, struct fuse_file_info *file) {
  (void)path, (void)data_only;
  wait_first();
  return answer(fsync(file->fh));
}

// Nobody waits for it.
static int close_file(const char *path, struct fuse_file_info *file) {
  (void)path;
  return answer(close(file->fh));
}

static int list_folder(const char *path, void *into, fuse_fill_dir_t add, off_t at, struct fuse_file_info *file,
                       enum fuse_readdir_flags flags) {
  (void)at, (void)file, (void)flags;
  wait_first();
  int fd = openat(folder, below(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *entries = fd < 0 ? 0 : fdopendir(fd);
  if (!entries) return -errno;
  for (struct dirent *entry; (entry = readdir(entries));) {
    struct stat kind = {.st_ino = entry->d_ino, .st_mode = DTTOIF(entry->d_type)};
    if (add(into, entry->d_name, &kind, 0, 0)) break;
  }
  closedir(entries);
  return 0;
}

static int list_xattrs(const char *path, char *names, size_t room) {
  char name[PATH_MAX];
  wait_first();
  return answer(llistxattr(absolute(path, name), names, room));
}

static int get_xattr(const char *path, const char *key, char *value, size_t room) {
  char name[PATH_MAX];
  wait_first();
  return answer(lgetxattr(absolute(path, name), key, value, room));
}

static int set_xattr(const char *path, const char *key, const char *value, size_t length, int flags) {
  char name[PATH_MAX];
  wait_first();
  return answer(lsetxattr(absolute(path, name), key, value, length, flags));
}

static int remove_xattr(const char *path, const char *key) {
  char name[PATH_MAX];
  wait_first();
  return answer(lremovexattr(absolute(path, name), key));
}

static int get_room(const char *path, struct statvfs *room) {
  (void)path;
  wait_first();
  return answer(fstatvfs(folder, room));
}

static const struct fuse_operations operations = {
    .getattr = get_attributes,
    .readlink = read_link,
    .mkdir = make_folder,
    .mknod = make_node,
    .symlink = make_link,
    .link = make_name,
    .unlink = remove_name,
    .rmdir = remove_folder,
    .rename = change_name,
    .chmod = change_mode,
    .chown = change_owner,
    .utimens = change_times,
    .truncate = change_size,
    .open = open_file,
    .create = create_file,
    .read = read_file,
    .write = write_file,
    .fsync = sync_file,
    .release = close_file,
    .readdir = list_folder,
    .listxattr = list_xattrs,
    .getxattr = get_xattr,
    .setxattr = set_xattr,
    .removexattr = remove_xattr,
    .statfs = get_room,
};

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  long us = atol(argv[3]);
  delay = (struct timespec){us / 1000000, us % 1000000 * 1000};
  umask(0);
  folder = open(argv[1], O_RDONLY | O_DIRECTORY);
  if (folder < 0) {
    perror(argv[1]);
    return 1;
  }
  char *fuse[] = {argv[0], argv[2], "-o", AT_A_TIME "," BELIEVED_S ",default_permissions,fsname=slow_fs", 0};
  return fuse_main(4, fuse, &operations, 0);
}
