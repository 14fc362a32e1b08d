// The least work in C that copies a tree of folders and regular files with modes and times: the floor
// that ferry's times are held against. One call for each thing that has to happen, no comparison, no
// owner, no extended attributes, no links, no progress, no recovery: the first error ends it.
// Usage: roofline SOURCE TARGET THREADS in-place|atomic      TARGET must not exist
//   in-place  creates each file under its own name; a reader can see half of it
//   atomic    ferry's promise: an unnamed O_TMPFILE file, linked under its name when it is complete
// Build: cc -O2 -o roofline roofline.c -lpthread
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Up to this by read and write: 10,000 files of 4 KiB then take 349 ms of processor time on xfs instead
// of 379 with copy_file_range, which tries a clone first, and 2 % more on tmpfs and ext4.
enum { SMALL_BYTES = 64 << 10, LISTING_BYTES = 256 << 10, COPY_BYTES = 1 << 30, MAX_THREADS = 64 };

struct folder {
  int source, target;
  struct stat stat;
  struct folder *next;
};

struct entry {  // linux_dirent64, which glibc does not declare for getdents64
  unsigned long long ino;
  long long off;
  unsigned short length;
  unsigned char type;
  char name[];
};

static int is_atomic;
static struct folder *waiting;
static int working;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

static int must(int result, const char *what) {
  if (result < 0) {
    perror(what);
    exit(1);
  }
  return result;
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

static void finished(void) {
  pthread_mutex_lock(&lock);
  if (--working == 0) pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
}

static void set_times(int fd, const struct stat *stat) {
  struct timespec times[2] = {stat->st_atim, stat->st_mtim};
  must(futimens(fd, times), "futimens");
}

static void copy_bytes(int from, int to, off_t size) {
  static __thread char buffer[SMALL_BYTES];
  if (size == 0) return;
  if (size <= SMALL_BYTES) {
    ssize_t got = must(read(from, buffer, size), "read");
    if (got != size || write(to, buffer, got) != got) must(-1, "write");
    return;
  }
  for (off_t left = size; left > 0;) {
    ssize_t done = copy_file_range(from, 0, to, 0, left < COPY_BYTES ? left : COPY_BYTES, 0);
    if (done <= 0) must(-1, "copy_file_range");
    left -= done;
  }
}

static void copy_file(const struct folder *in, const char *name) {
  struct stat stat;
  int from = must(openat(in->source, name, O_RDONLY | O_NOFOLLOW), "open");
  must(fstat(from, &stat), "fstat");
  mode_t mode = stat.st_mode & 07777;
  int to = is_atomic ? openat(in->target, ".", O_WRONLY | O_TMPFILE, mode)
                     : openat(in->target, name, O_WRONLY | O_CREAT | O_EXCL, mode);
  must(to, "create");
  copy_bytes(from, to, stat.st_size);
  set_times(to, &stat);
  if (is_atomic) must(linkat(to, "", in->target, name, AT_EMPTY_PATH), "linkat");
  close(from);
  close(to);
}

static void enter_folder(const struct folder *in, const char *name) {
  struct folder *folder = malloc(sizeof *folder);
  must(mkdirat(in->target, name, 0700), "mkdirat");
  folder->source = must(openat(in->source, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW), "open source folder");
  folder->target = must(openat(in->target, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW), "open target folder");
  must(fstat(folder->source, &folder->stat), "fstat folder");
  push(folder);
}

static void copy_folder(struct folder *folder) {
  static __thread char listing[LISTING_BYTES];
  long length;
  while ((length = syscall(SYS_getdents64, folder->source, listing, sizeof listing)) > 0) {
    for (long at = 0; at < length;) {
      struct entry *entry = (struct entry *)(listing + at);
      at += entry->length;
      if (entry->type == DT_REG) copy_file(folder, entry->name);
      else if (entry->type == DT_DIR && strcmp(entry->name, ".") && strcmp(entry->name, ".."))
        enter_folder(folder, entry->name);
    }
  }
  must(fchmod(folder->target, folder->stat.st_mode & 07777), "fchmod");
  set_times(folder->target, &folder->stat);
  close(folder->source);
  close(folder->target);
  free(folder);
}

static void *worker(void *unused) {
  for (struct folder *folder; (folder = pop());) {
    copy_folder(folder);
    finished();
  }
  return unused;
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  int threads = atoi(argv[3]);
  if (threads < 1 || threads > MAX_THREADS) return 2;
  is_atomic = !strcmp(argv[4], "atomic");
  umask(0);
  struct folder *root = malloc(sizeof *root);
  must(mkdir(argv[2], 0700), "mkdir");
  root->source = must(open(argv[1], O_RDONLY | O_DIRECTORY), "open source");
  root->target = must(open(argv[2], O_RDONLY | O_DIRECTORY), "open target");
  must(fstat(root->source, &root->stat), "fstat source");
  push(root);
  pthread_t pool[MAX_THREADS];
  for (int i = 0; i < threads; i++) pthread_create(pool + i, 0, worker, 0);
  for (int i = 0; i < threads; i++) pthread_join(pool[i], 0);
  return 0;
}
