// A stand-in for Apple's libSystem, built by the tests on Linux: functions with Apple's names,
// signatures, structures and constants, each carried out by a Linux call where it has a counterpart.
// It records the calls, and fails on demand with Darwin's codes. No part of it is Apple's; what it
// shows is that ferry calls what the published headers declare, not what a Mac would answer.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

// Defines a function that the library exports under Apple's name.
#define APPLE(result, name, ...) APPLE_AS(result, name, #name, __VA_ARGS__)
#define APPLE_AS(result, name, symbol, ...)                                            \
  __attribute__((visibility("default"))) result apple_##name(__VA_ARGS__) __asm__(symbol); \
  result apple_##name(__VA_ARGS__)

// Which names and which argument places: __DARWIN_INODE64 of sys/cdefs.h, and the arm64 calling convention.
#ifdef APPLE_ARM64
#define INODE64(name) name
// Variadic arguments lie on the stack, behind whatever was in the eight registers.
#define VARIADIC_AFTER_2 long x2, long x3, long x4, long x5, long x6, long x7,
#define VARIADIC_AFTER_3 long x3, long x4, long x5, long x6, long x7,
#else
#define INODE64(name) name "$INODE64"
#define VARIADIC_AFTER_2
#define VARIADIC_AFTER_3
#endif

// sys/errno.h where Darwin's numbers are used by name.
enum { APPLE_EPERM = 1, APPLE_ENOENT = 2, APPLE_EDEADLK = 11, APPLE_EACCES = 13, APPLE_EEXIST = 17, APPLE_EXDEV = 18,
  APPLE_EINVAL = 22, APPLE_ERANGE = 34, APPLE_ENOTSUP = 45, APPLE_ELOOP = 62, APPLE_ECANCELED = 89,
  APPLE_ENOATTR = 93 };

// sys/stat.h flags.
enum { APPLE_UF_IMMUTABLE = 0x2, APPLE_UF_APPEND = 0x4, APPLE_SF_DATALESS = 0x40000000 };

// sys/stat.h, with 64-bit inode numbers.
struct apple_timespec { int64_t tv_sec, tv_nsec; };
struct apple_stat {
  int32_t st_dev;
  uint16_t st_mode, st_nlink;
  uint64_t st_ino;
  uint32_t st_uid, st_gid;
  int32_t st_rdev;
  struct apple_timespec st_atimespec, st_mtimespec, st_ctimespec, st_birthtimespec;
  int64_t st_size, st_blocks;
  int32_t st_blksize;
  uint32_t st_flags, st_gen;
  int32_t st_lspare;
  int64_t st_qspare[2];
};

// What Darwin keeps of an inode and Linux does not.
struct extra {
  dev_t dev;
  ino_t ino;
  uint32_t flags;
  struct timespec birth; // zero: as Linux has it
  uint8_t *acl;
  size_t acl_bytes;
  struct extra *next;
};

// Records a call; whether it is to fail, in which case the error is set.
int enter(const char *name, const char *format, ...) __attribute__((format(printf, 2, 3)));
// Set Darwin's errno, from Linux's and as it is, and give -1.
int failed(void);
int fails_with(int apple_errno);
int *apple___error(void) __asm__("__error");
// 0, or -1 with the error set.
int answer(long linux_result);

struct extra *extra_of(const struct stat *stat, int create);
struct extra *extra_of_fd(int fd, int create);
struct extra *extra_at(int folder, const char *name, int create);
void forget_extra(const struct stat *stat);
void forget_extra_at(int folder, const char *name);
// Whether an entry may not be written, renamed or removed.
int is_locked(int folder, const char *name);
int acl_forbids_rename(int folder, const char *name);

// The entry's own name for one that leads to it, where the volume ignores case; `into` has SPELLED_BYTES.
enum { SPELLED_BYTES = 4096 };
const char *spelled(int folder, const char *path, char *into);
// Lets a parameter be that.
#define SPELLED(folder, name) \
  char name##_spelled[SPELLED_BYTES]; \
  name = spelled(folder, name, name##_spelled)

// On a volume without attributes of its own: the file that holds those of an entry is made, renamed, removed.
void keep_double(int fd);
void rename_double(int from, const char *old, int to, const char *name);
void remove_double(int folder, const char *name);
void stand_in_set_without_xattrs(int on);
int volumes_lack_xattrs(void);

// Takes back what the tests set for bulk listings.
void reset_attr_lists(void);
void stand_in_set_ignores_case(int on);
void stand_in_spoil(int copies);
void stand_in_grow(int sources);
void stand_in_vanish(const char *name);

// The major version that the kernel tells of itself.
extern int kernel_major;

int real_folder(int folder);
// The metadata of an entry as Darwin has them; Linux's flags.
int stat_entry(int folder, const char *name, int flags, struct apple_stat *into);
// The path by which a descriptor of a symlink itself reaches its attributes; NULL for other descriptors.
const char *path_of_symlink(int fd, char *into);
// Whether this thread may read a file whose contents are elsewhere; reading fetches them.
int may_read(int fd);
