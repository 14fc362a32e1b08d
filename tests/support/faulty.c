/* A file system that shows a folder and fails on demand:
 *   faulty FOLDER MOUNTPOINT [OPERATION:PATTERN:ANSWER[:FROM]]...
 * PATTERN is a shell pattern over the whole path, ANSWER an error's number, or `short` for a read, write or
 * copy of at most 1000 bytes. With FROM only the bytes (or, of a listing, the entries) from there on fail.
 * A read that `changes` a file moves the file's mtime and ctime on, one that `touches` it the ctime alone; one that
 * `changed` it does so the first time only. What `becomes` another kind does so when it is opened (a file a
 * socket), its text is read (a symlink a file) or it is looked at (anything a file).
 * An operation that `waits` (`*` is any) takes FROM microseconds longer; then several are served at a time, and in the
 * end the largest number of them that waited at one time is written to standard output. */
#define FUSE_USE_VERSION 35
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <fuse.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

struct rule { char operation[32], pattern[256], answer[32]; long long from; };
static struct rule rules[32];
static int rule_count, root, waiting, most_waiting, has_waits;

enum { SHORT = 1, CHANGES, TOUCHES, CHANGED, BECOMES, SHORT_BYTES = 1000 };
static const char *const answers[] = { "short", "changes", "touches", "changed", "becomes" };
static int changes, touches;

/* 0, one of the words or a negated errno. */
static int fault(const char *operation, const char *path, long long at) {
  for (struct rule *rule = rules; rule < rules + rule_count; rule++) {
    if (!strcmp(rule->answer, "waits")) continue;
    if (strcmp(rule->operation, operation) || at < rule->from || fnmatch(rule->pattern, path, 0)) continue;
    for (int word = SHORT; word <= BECOMES; word++) if (!strcmp(rule->answer, answers[word - SHORT])) return word;
    return -atoi(rule->answer);
  }
  return 0;
}

static void wait_for(const char *operation, const char *path) {
  for (struct rule *rule = rules; rule < rules + rule_count; rule++) {
    if (strcmp(rule->answer, "waits") || fnmatch(rule->pattern, path, 0)) continue;
    if (strcmp(rule->operation, "*") && strcmp(rule->operation, operation)) continue;
    int now = __atomic_add_fetch(&waiting, 1, __ATOMIC_SEQ_CST);
    for (int most = __atomic_load_n(&most_waiting, __ATOMIC_SEQ_CST); now > most;)
      if (__atomic_compare_exchange_n(&most_waiting, &most, now, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) break;
    nanosleep(&(struct timespec){ rule->from / 1000000, rule->from % 1000000 * 1000 }, NULL);
    __atomic_sub_fetch(&waiting, 1, __ATOMIC_SEQ_CST);
  }
}

#define FAIL(operation, path, at) ({ wait_for(operation, path); int f = fault(operation, path, at); if (f < 0) return f; f; })
#define ANSWER(call) return (call) < 0 ? -errno : 0
#define BELOW(path) ((path)[1] ? (path) + 1 : ".")

/* For the calls that take no folder. */
static char *absolute(const char *path, char *buffer) {
  sprintf(buffer, "/proc/self/fd/%d/%s", root, BELOW(path));
  return buffer;
}

static void *f_init(struct fuse_conn_info *connection, struct fuse_config *config) {
  (void)connection;
  config->use_ino = 1;
  config->hard_remove = 1;
  config->nullpath_ok = 0;
  config->entry_timeout = config->attr_timeout = has_waits ? 1 : 0; /* as of a network */
  config->negative_timeout = 0;
  return NULL;
}
static void become(const char *path, mode_t mode) {
  unlinkat(root, BELOW(path), 0);
  mknodat(root, BELOW(path), mode | 0644, 0);
}
static int f_getattr(const char *path, struct stat *stat, struct fuse_file_info *file) {
  if (FAIL("getattr", path, 0) == BECOMES) become(path, S_IFREG);
  int error = file ? fstat(file->fh, stat) : fstatat(root, BELOW(path), stat, AT_SYMLINK_NOFOLLOW);
  if (error < 0) return -errno;
  if (fault("read", path, INT64_MAX) >= CHANGES) {
    stat->st_mtim.tv_sec += changes;
    stat->st_ctim.tv_sec += changes + touches;
  }
  return 0;
}
static int f_readdir(const char *path, void *buffer, fuse_fill_dir_t fill, off_t offset,
                     struct fuse_file_info *file, enum fuse_readdir_flags flags) {
  (void)file, (void)flags;
  /* The offset is the entry's number, so that a listing can break off in the middle. */
  DIR *folder = fdopendir(openat(root, BELOW(path), O_RDONLY | O_DIRECTORY));
  if (!folder) return -errno;
  int failed = 0;
  long long number = 0, filled = 0;
  for (struct dirent *entry; (entry = readdir(folder)); number++) {
    if (number < offset) continue;
    if ((failed = fault("readdir", path, number)) < 0) break;
    struct stat stat = { .st_ino = entry->d_ino, .st_mode = entry->d_type << 12 };
    if (fill(buffer, entry->d_name, &stat, number + 1, 0)) break;
    filled++;
  }
  closedir(folder);
  return failed < 0 && filled == 0 ? failed : 0;
}
static int f_open(const char *path, struct fuse_file_info *file) {
  if (FAIL("open", path, 0) == BECOMES) become(path, S_IFSOCK);
  int fd = openat(root, BELOW(path), (file->flags & ~O_CREAT) | O_NOFOLLOW);
  if (fd < 0) return -errno;
  file->fh = fd;
  file->direct_io = 1;
  return 0;
}
static int f_create(const char *path, mode_t mode, struct fuse_file_info *file) {
  FAIL("create", path, 0);
  int fd = openat(root, BELOW(path), file->flags | O_CREAT | O_NOFOLLOW, mode);
  if (fd < 0) return -errno;
  file->fh = fd;
  file->direct_io = 1;
  return 0;
}
static int f_read(const char *path, char *buffer, size_t size, off_t offset, struct fuse_file_info *file) {
  int answer = FAIL("read", path, offset + (long long)size - 1);
  if (answer == SHORT && size > SHORT_BYTES) size = SHORT_BYTES;
  if (answer == CHANGES || (answer == CHANGED && changes == 0)) changes++;
  if (answer == TOUCHES) touches++;
  ssize_t count = pread(file->fh, buffer, size, offset);
  return count < 0 ? -errno : count;
}
static int f_write(const char *path, const char *buffer, size_t size, off_t offset, struct fuse_file_info *file) {
  if (FAIL("write", path, offset + (long long)size - 1) == SHORT && size > SHORT_BYTES) size = SHORT_BYTES;
  ssize_t count = pwrite(file->fh, buffer, size, offset);
  return count < 0 ? -errno : count;
}
static ssize_t f_copy_file_range(const char *from, struct fuse_file_info *in, off_t in_offset, const char *to,
                                 struct fuse_file_info *out, off_t out_offset, size_t size, int flags) {
  FAIL("read", from, in_offset + (long long)size - 1);
  FAIL("write", to, out_offset + (long long)size - 1);
  if (FAIL("copy_file_range", from, in_offset) == SHORT && size > SHORT_BYTES) size = SHORT_BYTES;
  ssize_t count = copy_file_range(in->fh, &in_offset, out->fh, &out_offset, size, flags);
  return count < 0 ? -errno : count;
}
static off_t f_lseek(const char *path, off_t offset, int whence, struct fuse_file_info *file) {
  FAIL("lseek", path, offset);
  off_t at = lseek(file->fh, offset, whence);
  return at < 0 ? -errno : at;
}
static int f_flush(const char *path, struct fuse_file_info *file) {
  (void)file;
  FAIL("close", path, 0);
  return 0;
}
static int f_release(const char *path, struct fuse_file_info *file) {
  (void)path;
  close(file->fh);
  return 0;
}
static int f_fsync(const char *path, int only_data, struct fuse_file_info *file) {
  (void)only_data;
  FAIL("fsync", path, 0);
  ANSWER(fsync(file->fh));
}
static int f_flock(const char *path, struct fuse_file_info *file, int operation) {
  FAIL("flock", path, 0);
  ANSWER(flock(file->fh, operation));
}
static int f_readlink(const char *path, char *buffer, size_t size) {
  if (FAIL("readlink", path, 0) == BECOMES) become(path, S_IFREG);
  ssize_t length = readlinkat(root, BELOW(path), buffer, size - 1);
  if (length < 0) return -errno;
  buffer[length] = 0;
  return 0;
}
static int f_mknod(const char *path, mode_t mode, dev_t device) {
  FAIL("mknod", path, 0);
  ANSWER(mknodat(root, BELOW(path), mode, device));
}
static int f_mkdir(const char *path, mode_t mode) {
  FAIL("mkdir", path, 0);
  ANSWER(mkdirat(root, BELOW(path), mode));
}
static int f_unlink(const char *path) {
  FAIL("unlink", path, 0);
  ANSWER(unlinkat(root, BELOW(path), 0));
}
static int f_rmdir(const char *path) {
  FAIL("rmdir", path, 0);
  ANSWER(unlinkat(root, BELOW(path), AT_REMOVEDIR));
}
static int f_symlink(const char *text, const char *path) {
  FAIL("symlink", path, 0);
  ANSWER(symlinkat(text, root, BELOW(path)));
}
static int f_rename(const char *from, const char *to, unsigned flags) {
  FAIL("rename", to, 0);
  if (flags) FAIL("rename-with-flags", to, 0);
  ANSWER(renameat2(root, BELOW(from), root, BELOW(to), flags));
}
static int f_link(const char *from, const char *to) {
  FAIL("link", to, 0);
  ANSWER(linkat(root, BELOW(from), root, BELOW(to), 0));
}
static int f_chmod(const char *path, mode_t mode, struct fuse_file_info *file) {
  FAIL("chmod", path, 0);
  if (file) ANSWER(fchmod(file->fh, mode));
  ANSWER(fchmodat(root, BELOW(path), mode, 0));
}
static int f_chown(const char *path, uid_t uid, gid_t gid, struct fuse_file_info *file) {
  (void)file;
  FAIL("chown", path, 0);
  ANSWER(fchownat(root, BELOW(path), uid, gid, AT_SYMLINK_NOFOLLOW));
}
static int f_truncate(const char *path, off_t size, struct fuse_file_info *file) {
  FAIL("truncate", path, size);
  char buffer[4200];
  if (file) ANSWER(ftruncate(file->fh, size));
  ANSWER(truncate(absolute(path, buffer), size));
}
static int f_utimens(const char *path, const struct timespec times[2], struct fuse_file_info *file) {
  (void)file;
  FAIL("utimens", path, 0);
  ANSWER(utimensat(root, BELOW(path), times, AT_SYMLINK_NOFOLLOW));
}
static int f_listxattr(const char *path, char *list, size_t size) {
  FAIL("listxattr", path, 0);
  char buffer[4200];
  ssize_t length = llistxattr(absolute(path, buffer), list, size);
  return length < 0 ? -errno : length;
}
static int f_getxattr(const char *path, const char *name, char *value, size_t size) {
  FAIL("getxattr", path, 0);
  char buffer[4200];
  ssize_t length = lgetxattr(absolute(path, buffer), name, value, size);
  return length < 0 ? -errno : length;
}
static int f_setxattr(const char *path, const char *name, const char *value, size_t size, int flags) {
  FAIL("setxattr", path, 0);
  char buffer[4200];
  ANSWER(lsetxattr(absolute(path, buffer), name, value, size, flags));
}
static int f_removexattr(const char *path, const char *name) {
  FAIL("removexattr", path, 0);
  char buffer[4200];
  ANSWER(lremovexattr(absolute(path, buffer), name));
}

static const struct fuse_operations operations = {
  .init = f_init, .getattr = f_getattr, .readdir = f_readdir, .open = f_open, .create = f_create,
  .read = f_read, .write = f_write, .copy_file_range = f_copy_file_range, .lseek = f_lseek,
  .flush = f_flush, .release = f_release, .fsync = f_fsync, .flock = f_flock, .readlink = f_readlink, .mknod = f_mknod,
  .mkdir = f_mkdir, .unlink = f_unlink, .rmdir = f_rmdir, .symlink = f_symlink, .rename = f_rename,
  .link = f_link, .chmod = f_chmod, .chown = f_chown, .truncate = f_truncate, .utimens = f_utimens,
  .listxattr = f_listxattr, .getxattr = f_getxattr, .setxattr = f_setxattr, .removexattr = f_removexattr,
};

int main(int argc, char **argv) {
  if (argc < 3 || (root = open(argv[1], O_RDONLY | O_DIRECTORY)) < 0) return perror("faulty"), 2;
  for (int i = 3; i < argc && rule_count < 32; i++) {
    struct rule *rule = &rules[rule_count++];
    int fields = sscanf(argv[i], "%31[^:]:%255[^:]:%31[^:]:%lld", rule->operation, rule->pattern, rule->answer, &rule->from);
    if (!strcmp(rule->answer, "waits")) has_waits = 1;
    if (fields < 3) return fprintf(stderr, "faulty: %s\n", argv[i]), 2;
  }
  umask(0);
  char *options = "dev,suid,default_permissions,allow_other";
  char *one_at_a_time[] = { argv[0], "-f", "-s", "-o", options, argv[2], NULL };
  char *many[] = { argv[0], "-f", "-o", options, "-o", "max_threads=64,max_idle_threads=64", argv[2], NULL };
  int status = has_waits ? fuse_main(7, many, &operations, NULL) : fuse_main(6, one_at_a_time, &operations, NULL);
  if (has_waits) printf("%d\n", most_waiting);
  return status;
}
