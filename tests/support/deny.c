/* Runs a program for which some system calls fail, as on an old kernel or behind a container's filter:
 *   deny NAME:ERRNO[:ARGUMENT:MASK]... -- PROGRAM ARGUMENT...
 * With a mask a call fails only if that argument has all of the mask's bits. */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct { const char *name; unsigned number; } calls[] = {
  { "openat", SYS_openat }, { "openat2", 437 }, { "statx", SYS_statx }, { "linkat", SYS_linkat },
  { "renameat2", SYS_renameat2 }, { "copy_file_range", SYS_copy_file_range },
  { "listxattrat", 465 }, { "ioctl", SYS_ioctl }, { "sendfile", SYS_sendfile },
  { "fsetxattr", SYS_fsetxattr }, { "io_uring_setup", 425 }, { "io_uring_enter", 426 },
  { "name_to_handle_at", SYS_name_to_handle_at }, { "open_by_handle_at", SYS_open_by_handle_at },
  { "fallocate", SYS_fallocate }, { "fadvise64", SYS_fadvise64 }, { "faccessat2", 439 },
  { "sync_file_range", SYS_sync_file_range }, { "flock", SYS_flock }, { "statfs", SYS_statfs },
  { "fstatfs", SYS_fstatfs }, { "clone3", 435 }, { "rseq", SYS_rseq }, { "close_range", 436 },
  { "getrandom", SYS_getrandom }, { "memfd_create", SYS_memfd_create }, { "membarrier", SYS_membarrier },
  { "pkey_alloc", SYS_pkey_alloc }, { "sched_getaffinity", SYS_sched_getaffinity },
  { "setpriority", SYS_setpriority }, { "ioprio_set", SYS_ioprio_set }, { "prlimit64", SYS_prlimit64 },
  { "sysinfo", SYS_sysinfo }, { "mlock", SYS_mlock }, { "madvise", SYS_madvise },
  { "eventfd2", SYS_eventfd2 }, { "socketpair", SYS_socketpair }, { "epoll_create1", SYS_epoll_create1 },
};
static const struct { const char *name; unsigned number; } errors[] = {
  { "ENOSYS", ENOSYS }, { "EPERM", EPERM }, { "EOPNOTSUPP", EOPNOTSUPP }, { "EISDIR", EISDIR },
  { "EINVAL", EINVAL }, { "ENOENT", ENOENT },
};
#define COUNT(table) (sizeof table / sizeof *table)
#define FIND(table, text) ({ unsigned i = 0; while (i < COUNT(table) && strcmp(table[i].name, text)) i++; \
  if (i == COUNT(table)) { fprintf(stderr, "deny: unknown %s\n", text); exit(2); } table[i].number; })

static struct sock_filter program[256];
static unsigned short length;

static void add(unsigned short code, unsigned k, unsigned char jt, unsigned char jf) {
  program[length++] = (struct sock_filter){ code, jt, jf, k };
}

int main(int argc, char **argv) {
  int at = 1;
  for (; at < argc && strcmp(argv[at], "--") && length < 200; at++) {
    char name[32], error[32];
    unsigned argument = 0, mask = 0;
    int fields = sscanf(argv[at], "%31[^:]:%31[^:]:%u:%i", name, error, &argument, (int *)&mask);
    if (fields != 2 && fields != 4) return 2;
    add(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0, 0);
    add(BPF_JMP | BPF_JEQ | BPF_K, FIND(calls, name), 0, fields == 4 ? 4 : 1);
    if (fields == 4) {
      add(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + 8 * argument, 0, 0);
      add(BPF_ALU | BPF_AND | BPF_K, mask, 0, 0);
      add(BPF_JMP | BPF_JEQ | BPF_K, mask, 0, 1);
    }
    add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | FIND(errors, error), 0, 0);
  }
  add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
  struct sock_fprog filter = { length, program };
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter))
    return perror("deny"), 2;
  execvp(argv[at + 1], argv + at + 1);
  return perror("deny"), 2;
}
