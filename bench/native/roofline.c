// The least work in C that keeps ferry's promises, which ferry's times are held against: modes, owners and
// times kept, extended attributes looked for, holes kept, and in new folders hard links; a source that changes while it
// is read is noticed. No progress, no recovery, no other kinds of entries: the first error, and anything that it does not
// keep, ends it.
// Usage: roofline SOURCE TARGET THREADS MODE
//   atomic       copies a folder or a file to TARGET, which must not exist: nothing has its name before it is complete. New folders
//                are filled under a temporary name, files elsewhere have none (O_TMPFILE) until they are linked
//   in-place     copies, each file under its own name from the first byte on
//   mirror       makes the folder TARGET equal to SOURCE: what differs is replaced at once, what SOURCE has not is deleted
//   mirror-bare  the same without a look at extended attributes
// Build: cc -O2 -o roofline roofline.c -lpthread
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

// Up to SMALL_BYTES by read and write where copy_file_range tries a clone first, which costs more than it brings, and
// from one file system to another.
// From RESERVED_BYTES on ext4 is told the size beforehand.
enum { SMALL_BYTES = 64 << 10, RESERVED_BYTES = 1 << 20, COPY_BYTES = 1 << 30, LISTING_BYTES = 256 << 10, MAX_THREADS = 64 };
enum { LINK_LISTS = 1 << 16, BLOCK_BYTES = 512 };  // the unit of st_blocks

#ifndef XFS_SUPER_MAGIC
#define XFS_SUPER_MAGIC 0x58465342
#endif
#ifndef SYS_listxattrat
#define SYS_listxattrat 465  // since Linux 6.13
#endif

// A folder of both sides. It is finished, and only then let go by the one above, when all in it are.
struct folder {
  int source, target;
  struct stat stat;
  int is_new, is_hidden;      // hidden: it or one above has a temporary name
  int stays_open;             // links are made to names in it
  char *name, *temporary;     // temporary: null where it has its own name already
  atomic_int unfinished;      // folders in it, and itself while it is worked on
  struct folder *parent, *next;
};

struct entry {  // linux_dirent64, which glibc does not declare for getdents64
  unsigned long long ino;
  long long off;
  unsigned short length;
  unsigned char type;
  char name[];
};

// A source file with several names, and the first of them in the target. Whoever claims it copies it, and never waits
// meanwhile; the others wait until it is complete.
struct link {
  dev_t dev;
  ino_t ino, target_ino;
  int folder, is_complete;
  char *name;
  struct link *next;
};

struct listing {
  char *bytes;
  long length, room;
};

static int is_atomic, is_mirror, compares_attributes;
static int reads_small, reserves_room, crosses, has_listxattrat = 1;
static atomic_long temporary_names;
static struct folder *waiting;
static int working;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct link *links[LINK_LISTS];
static pthread_mutex_t links_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t link_completed = PTHREAD_COND_INITIALIZER;

static long must(long result, const char *what) {
  if (result < 0) {
    perror(what);
    exit(1);
  }
  return result;
}

static void not_kept(const char *what) {
  fprintf(stderr, "%s: not kept by this program\n", what);
  exit(1);
}

static void push(struct folder *folder) {
  pthread_mutex_lock(&lock);
  folder->next = waiting;
  waiting = folder;
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&lock);
}

// A folder to work on, or null when nobody has one and nobody can make one any more.
static struct folder *pop(void) {
  pthread_mutex_lock(&lock);
  while (!waiting && working > 0) pthread_cond_wait(&changed, &lock);
  struct folder *folder = waiting;
  if (folder) {
    waiting = folder->next;
    working++;
  }
  pthread_mutex_unlock(&lock);
  return folder;
}

static void worked(void) {
  pthread_mutex_lock(&lock);
  if (--working == 0) pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
}

static void name_temporarily(char *name) {
  sprintf(name, ".roofline-%d-%ld.tmp", getpid(), atomic_fetch_add(&temporary_names, 1));
}

static void set_times(int fd, const struct stat *stat) {
  struct timespec times[2] = {stat->st_atim, stat->st_mtim};
  must(futimens(fd, times), "futimens");
}

// What was made has the ids of this process.
static void set_owner(int fd, const struct stat *stat) {
  if (stat->st_uid != geteuid() || stat->st_gid != getegid()) must(fchown(fd, stat->st_uid, stat->st_gid), "fchown");
}

static int has_same_time(const struct stat *a, const struct stat *b) {
  return a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static int has_same_rights(const struct stat *a, const struct stat *b) {
  return a->st_mode == b->st_mode && a->st_uid == b->st_uid && a->st_gid == b->st_gid;
}

static void refuse_attributes(long length, const char *name) {
  if (must(length, "listxattr") > 0) not_kept(name);
}

// Attributes of an entry that is not open.
static void look_for_attributes(int folder, const char *name) {
  if (!compares_attributes) return;
  if (has_listxattrat) {
    long length = syscall(SYS_listxattrat, folder, name, AT_SYMLINK_NOFOLLOW, (char *)0, 0L);
    if (length >= 0 || errno != ENOSYS) return refuse_attributes(length, name);
    has_listxattrat = 0;
  }
  char path[512];
  snprintf(path, sizeof path, "/proc/self/fd/%d/%s", folder, name);
  refuse_attributes(llistxattr(path, 0, 0), name);
}

static void copy_range(int from, int to, off_t at, off_t end) {
  if (crosses && at > 0) must(lseek(to, at, SEEK_SET), "lseek");
  for (off_t out = at; at < end;) {
    size_t next = end - at < COPY_BYTES ? end - at : COPY_BYTES;
    ssize_t done = crosses ? sendfile(to, from, &at, next) : copy_file_range(from, &at, to, &out, next, 0);
    if (done <= 0) must(-1, "copying");
  }
}

// The data alone; what is not written is a hole.
static void copy_data(int from, int to, off_t size) {
  for (off_t end = 0; end < size;) {
    off_t data = lseek(from, end, SEEK_DATA);
    if (data < 0 && errno == ENXIO) break;
    end = must(lseek(from, must(data, "SEEK_DATA"), SEEK_HOLE), "SEEK_HOLE");
    copy_range(from, to, data, end);
  }
  must(ftruncate(to, size), "ftruncate");
}

static void copy_bytes(int from, int to, const struct stat *stat) {
  static __thread char buffer[SMALL_BYTES];
  off_t size = stat->st_size;
  if (stat->st_blocks * BLOCK_BYTES < size) return copy_data(from, to, size);
  if (size == 0) return;
  if (reads_small && size <= SMALL_BYTES) {
    ssize_t got = must(read(from, buffer, size), "read");
    if (got != size || write(to, buffer, got) != got) must(-1, "write");
    return;
  }
  if (reserves_room && size >= RESERVED_BYTES) must(fallocate(to, FALLOC_FL_KEEP_SIZE, 0, size), "fallocate");
  copy_range(from, to, 0, size);
}

// Contents and everything else; the source must be the same after it was read.
static void fill_file(int from, int to, const struct stat *before, const char *name) {
  struct stat after;
  refuse_attributes(flistxattr(from, 0, 0), name);
  copy_bytes(from, to, before);
  must(fstat(from, &after), "fstat");
  if (after.st_size != before->st_size || !has_same_time(&after, before)) not_kept("a source that changes");
  set_owner(to, before);
  set_times(to, before);
}

static int open_source(int folder, const char *name, struct stat *stat) {
  int from = must(openat(folder, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC), "open");
  must(fstat(from, stat), "fstat");
  return from;
}

// `from` is closed here. Gives the number of the new file if it is to have more names.
static ino_t copy_open_file(int from, const struct stat *stat, int to_folder, const char *name, int is_hidden) {
  struct stat made = {0};
  int flags = O_RDWR | O_CLOEXEC;
  mode_t mode = stat->st_mode & 07777;
  int is_unnamed = is_atomic && !is_hidden;
  int to = is_unnamed ? openat(to_folder, ".", flags | O_TMPFILE, mode)
                      : openat(to_folder, name, flags | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
  must(to, "create");
  fill_file(from, to, stat, name);
  if (stat->st_nlink > 1) must(fstat(to, &made), "fstat");
  if (is_unnamed) must(linkat(to, "", to_folder, name, AT_EMPTY_PATH), "linkat");
  close(to);
  close(from);
  return made.st_ino;
}

// One that is complete, or that the caller is to copy.
static struct link *claim(const struct stat *stat) {
  pthread_mutex_lock(&links_lock);
  struct link **list = links + stat->st_ino % LINK_LISTS, *link = *list;
  while (link && (link->ino != stat->st_ino || link->dev != stat->st_dev)) link = link->next;
  if (link) {
    while (!link->is_complete) pthread_cond_wait(&link_completed, &links_lock);
  } else {
    link = calloc(1, sizeof *link);
    *link = (struct link){.dev = stat->st_dev, .ino = stat->st_ino, .next = *list};
    *list = link;
  }
  pthread_mutex_unlock(&links_lock);
  return link;
}

static void complete(struct link *link, struct folder *in, const char *name, ino_t target_ino) {
  in->stays_open = 1;
  link->folder = in->target;
  link->name = strdup(name);
  link->target_ino = target_ino;
  pthread_mutex_lock(&links_lock);
  link->is_complete = 1;
  pthread_cond_broadcast(&link_completed);
  pthread_mutex_unlock(&links_lock);
}

static void add_name(const struct link *link, int to_folder, const char *name) {
  struct stat made;
  must(linkat(link->folder, link->name, to_folder, name, 0), "linkat");
  must(fstatat(to_folder, name, &made, AT_SYMLINK_NOFOLLOW), "stat");
  if (made.st_ino != link->target_ino) not_kept("a target that changes");
}

// Where the one before had several names, this one may not have to be opened.
static void copy_file(struct folder *in, const char *name) {
  static __thread int meets_links;
  struct stat stat;
  int from = -1;
  if (meets_links) must(fstatat(in->source, name, &stat, AT_SYMLINK_NOFOLLOW), "stat");
  else from = open_source(in->source, name, &stat);
  meets_links = stat.st_nlink > 1;
  struct link *link = meets_links ? claim(&stat) : 0;
  if (link && link->is_complete) {
    add_name(link, in->target, name);
    if (from >= 0) close(from);
    return;
  }
  if (from < 0) from = open_source(in->source, name, &stat);
  ino_t made = copy_open_file(from, &stat, in->target, name, in->is_hidden);
  if (link) complete(link, in, name, made);
}

static void replace_file(const struct folder *in, const char *name) {
  struct stat stat;
  char temporary[64];
  int from = open_source(in->source, name, &stat);
  name_temporarily(temporary);
  int to = must(openat(in->target, temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, stat.st_mode & 07777), "create");
  fill_file(from, to, &stat, name);
  must(renameat(in->target, temporary, in->target, name), "rename");
  close(to);
  close(from);
}

// Gives whether the target had it.
static int mirror_file(struct folder *in, const char *name) {
  struct stat source, target;
  must(fstatat(in->source, name, &source, AT_SYMLINK_NOFOLLOW), "stat");
  if (fstatat(in->target, name, &target, AT_SYMLINK_NOFOLLOW) < 0) {
    copy_file(in, name);
    return 0;
  }
  if (source.st_nlink > 1) not_kept("hard links");
  if (source.st_size != target.st_size || !has_same_time(&source, &target)) {
    replace_file(in, name);
    return 1;
  }
  if (!has_same_rights(&source, &target)) not_kept("other rights alone");
  look_for_attributes(in->source, name);
  look_for_attributes(in->target, name);
  return 1;
}

static int open_folder(int in, const char *name) {
  return openat(in, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

// Gives whether the target had it.
static int enter_folder(struct folder *in, const char *name) {
  struct folder *folder = calloc(1, sizeof *folder);
  folder->source = must(open_folder(in->source, name), "open source folder");
  must(fstat(folder->source, &folder->stat), "fstat folder");
  folder->target = in->is_new ? -1 : open_folder(in->target, name);
  folder->is_new = folder->target < 0;
  folder->is_hidden = in->is_hidden || (folder->is_new && is_atomic);
  if (folder->is_new) {
    char temporary[64];
    if (folder->is_hidden && !in->is_hidden) {
      name_temporarily(temporary);
      folder->temporary = strdup(temporary);
      folder->name = strdup(name);
    }
    const char *made = folder->temporary ? folder->temporary : name;
    must(mkdirat(in->target, made, 0700), "mkdirat");
    folder->target = must(open_folder(in->target, made), "open target folder");
  }
  folder->parent = in;
  folder->unfinished = 1;
  in->unfinished++;
  int was_there = !folder->is_new;
  push(folder);
  return was_there;
}

static void finish_folder(struct folder *folder) {
  struct stat target;
  must(fstat(folder->target, &target), "fstat folder");
  if (compares_attributes || !is_mirror) {
    refuse_attributes(flistxattr(folder->source, 0, 0), "attributes of a folder");
    refuse_attributes(flistxattr(folder->target, 0, 0), "attributes of a folder");
  }
  if (target.st_uid != folder->stat.st_uid || target.st_gid != folder->stat.st_gid) {
    must(fchown(folder->target, folder->stat.st_uid, folder->stat.st_gid), "fchown");
  }
  if (target.st_mode != folder->stat.st_mode) must(fchmod(folder->target, folder->stat.st_mode & 07777), "fchmod");
  if (!has_same_time(&target, &folder->stat)) set_times(folder->target, &folder->stat);
  if (folder->temporary) {
    int in = folder->parent->target;
    must(renameat2(in, folder->temporary, in, folder->name, RENAME_NOREPLACE), "rename folder");
  }
  close(folder->source);
  if (!folder->stays_open) close(folder->target);
}

// Finishes the folder and those above that waited for it alone.
static void let_go(struct folder *folder) {
  while (folder && atomic_fetch_sub(&folder->unfinished, 1) == 1) {
    struct folder *parent = folder->parent;
    finish_folder(folder);
    free(folder->name);
    free(folder->temporary);
    free(folder);
    folder = parent;
  }
}

static void list(int folder, struct listing *listing) {
  listing->length = 0;
  for (;;) {
    if (listing->room - listing->length < LISTING_BYTES) {
      listing->room = listing->length + 2 * LISTING_BYTES;
      listing->bytes = realloc(listing->bytes, listing->room);
    }
    char *end = listing->bytes + listing->length;
    long got = must(syscall(SYS_getdents64, folder, end, LISTING_BYTES), "getdents64");
    if (got == 0) return;
    listing->length += got;
  }
}

static struct entry *entry_at(const struct listing *listing, long *at) {
  while (*at < listing->length) {
    struct entry *entry = (struct entry *)(listing->bytes + *at);
    *at += entry->length;
    if (strcmp(entry->name, ".") && strcmp(entry->name, "..")) return entry;
  }
  return 0;
}

static unsigned long hash(const char *name) {
  unsigned long value = 14695981039346656037u;  // FNV-1a
  for (; *name; name++) value = (value ^ (unsigned char)*name) * 1099511628211u;
  return value;
}

// Deletes what the target alone has.
static void delete_extra(const struct folder *folder, const struct listing *source, const struct listing *target) {
  static __thread const char **names;
  static __thread unsigned long room;
  unsigned long needed = 64;
  while (needed < (unsigned long)source->length / 12) needed *= 2;  // an entry takes 24 bytes at least
  if (needed > room) names = realloc(names, (room = needed) * sizeof *names);
  memset(names, 0, room * sizeof *names);
  struct entry *entry;
  for (long at = 0; (entry = entry_at(source, &at));) {
    unsigned long place = hash(entry->name) & (room - 1);
    while (names[place]) place = (place + 1) & (room - 1);
    names[place] = entry->name;
  }
  for (long at = 0; (entry = entry_at(target, &at));) {
    unsigned long place = hash(entry->name) & (room - 1);
    while (names[place] && strcmp(names[place], entry->name)) place = (place + 1) & (room - 1);
    if (!names[place]) must(unlinkat(folder->target, entry->name, 0), "unlink");
  }
}

static void work_on(struct folder *folder) {
  static __thread struct listing source, target;
  struct entry *entry;
  long extra = 0;
  list(folder->source, &source);
  if (!folder->is_new) {
    list(folder->target, &target);
    for (long at = 0; entry_at(&target, &at);) extra++;
  }
  for (long at = 0; (entry = entry_at(&source, &at));) {
    if (entry->type == DT_DIR) extra -= enter_folder(folder, entry->name);
    else if (entry->type != DT_REG) not_kept(entry->name);
    else if (folder->is_new) copy_file(folder, entry->name);
    else extra -= mirror_file(folder, entry->name);
  }
  if (!folder->is_new && extra > 0) delete_extra(folder, &source, &target);
  let_go(folder);
}

static void *worker(void *unused) {
  for (struct folder *folder; (folder = pop());) {
    work_on(folder);
    worked();
  }
  return unused;
}

static void adapt_to(int source, int target) {
  struct stat from, to;
  struct statfs statfs;
  must(fstat(source, &from), "fstat");
  must(fstat(target, &to), "fstat");
  must(fstatfs(target, &statfs), "fstatfs");
  crosses = from.st_dev != to.st_dev;
  reads_small = crosses || statfs.f_type == XFS_SUPER_MAGIC;
  reserves_room = statfs.f_type == EXT4_SUPER_MAGIC;
}

static void copy_one_file(int from, const struct stat *stat, const char *target) {
  const char *slash = strrchr(target, '/');
  if (!slash) not_kept("a target without a folder");
  char *parent = strndup(target, slash - target + 1);
  int folder = must(open(parent, O_RDONLY | O_DIRECTORY), "open target's folder");
  adapt_to(from, folder);
  copy_open_file(from, stat, folder, slash + 1, 0);
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  int threads = atoi(argv[3]);
  if (threads < 1 || threads > MAX_THREADS) return 2;
  is_mirror = !strncmp(argv[4], "mirror", 6);
  is_atomic = is_mirror || !strcmp(argv[4], "atomic");
  compares_attributes = strcmp(argv[4], "mirror-bare") != 0;
  umask(0);
  struct folder *root = calloc(1, sizeof *root);
  root->source = must(open(argv[1], O_RDONLY), "open source");
  must(fstat(root->source, &root->stat), "fstat source");
  if (S_ISREG(root->stat.st_mode)) {
    copy_one_file(root->source, &root->stat, argv[2]);
    return 0;
  }
  root->is_new = !is_mirror;
  if (root->is_new) must(mkdir(argv[2], 0700), "mkdir");
  root->target = must(open(argv[2], O_RDONLY | O_DIRECTORY), "open target");
  root->unfinished = 1;
  adapt_to(root->source, root->target);
  push(root);
  pthread_t pool[MAX_THREADS];
  for (int i = 0; i < threads; i++) pthread_create(pool + i, 0, worker, 0);
  for (int i = 0; i < threads; i++) pthread_join(pool[i], 0);
  return 0;
}
