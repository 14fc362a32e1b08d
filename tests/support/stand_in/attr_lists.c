// Attribute lists (sys/attr.h, getattrlist(2), getattrlistbulk(2), setattrlist(2)), as far as ferry asks.
#include "stand_in.h"
#include <dirent.h>

enum { NAME = 0x1, OBJTYPE = 0x8, CRTIME = 0x200, MODTIME = 0x400, ACCTIME = 0x1000, FLAGS = 0x40000,
  SECURITY = 0x400000, ERROR = 0x20000000, EXT_FLAGS = 0x200, EXTENDED = 0x20, NOFOLLOW = 1,
  NO_XATTRS = 2 };
#define RETURNED 0x80000000u

struct attrlist {
  uint16_t bitmapcount, reserved;
  uint32_t commonattr, volattr, dirattr, fileattr, forkattr;
};
typedef struct { uint32_t commonattr, volattr, dirattr, fileattr, forkattr; } attribute_set_t;
typedef struct { int32_t attr_dataoffset; uint32_t attr_length; } attrreference_t;

struct dirent64_record { uint64_t ino; int64_t off; uint16_t reclen; uint8_t type; char name[]; };

// enum vtype of sys/vnode.h, by Linux's d_type.
static uint32_t object_type(uint8_t type) {
  switch (type) {
    case DT_REG: return 1;
    case DT_DIR: return 2;
    case DT_BLK: return 3;
    case DT_CHR: return 4;
    case DT_LNK: return 5;
    case DT_SOCK: return 6;
    case DT_FIFO: return 7;
    default: return 0;
  }
}

// Bytes of one entry, or 0 where it does not fit.
static size_t pack_entry(char *into, size_t room, const struct dirent64_record *entry) {
  size_t length = strlen(entry->name) + 1;
  size_t fixed = 4 + sizeof(attribute_set_t) + sizeof(attrreference_t) + 4;
  size_t size = (fixed + length + 7) / 8 * 8;
  if (size > room) return 0;
  memset(into, 0, size);
  char *field = into;
  *(uint32_t *)field = size, field += 4;
  *(attribute_set_t *)field = (attribute_set_t) { .commonattr = RETURNED | NAME | OBJTYPE };
  field += sizeof(attribute_set_t);
  *(attrreference_t *)field = (attrreference_t) { into + fixed - field, length };
  field += sizeof(attrreference_t);
  *(uint32_t *)field = object_type(entry->type);
  memcpy(into + fixed, entry->name, length);
  return size;
}

APPLE(int, getattrlistbulk, int fd, struct attrlist *list, char *buffer, size_t size, uint64_t options) {
  if (enter("getattrlistbulk", "%d, %#x, %zu, %#lx", fd, list->commonattr, size, options)) return -1;
  if (list->bitmapcount != 5 || list->commonattr != (RETURNED | NAME | ERROR | OBJTYPE)) {
    return fails_with(APPLE_EINVAL);
  }
  char records[4096];
  int count = 0;
  for (size_t used = 0;;) {
    long read = syscall(SYS_getdents64, fd, records, sizeof records);
    if (read < 0 && errno == ENOENT) read = 0;
    if (read < 0) return failed();
    if (read == 0) return count;
    int64_t position = -1;
    for (long at = 0; at < read;) {
      struct dirent64_record *entry = (struct dirent64_record *)(records + at);
      at += entry->reclen;
      int is_dots = strcmp(entry->name, ".") == 0 || strcmp(entry->name, "..") == 0;
      size_t packed = is_dots ? 0 : pack_entry(buffer + used, size - used, entry);
      if (packed == 0 && !is_dots) {
        // The rest comes with the next call, which begins behind the last entry that fitted.
        if (position >= 0) syscall(SYS_lseek, fd, position, SEEK_SET);
        else if (count > 0) syscall(SYS_lseek, fd, -1, SEEK_SET);
        return count > 0 ? count : fails_with(APPLE_ERANGE);
      }
      used += packed, count += !is_dots, position = entry->off;
    }
    // No entry of the next batch is sure to fit: so it is left for the next call.
    if (size - used < 1024) return count;
  }
}

static int pack_presence(struct attrlist *list, uint32_t *into, size_t size, int has_acl, int has_xattrs) {
  if (list->commonattr != (RETURNED | SECURITY) || list->forkattr != EXT_FLAGS || size < 40) {
    return fails_with(APPLE_EINVAL);
  }
  memset(into, 0, size);
  attribute_set_t *returned = (attribute_set_t *)(into + 1);
  uint32_t *field = into + 1 + sizeof(attribute_set_t) / 4;
  returned->commonattr = RETURNED | (has_acl ? SECURITY : 0), returned->forkattr = EXT_FLAGS;
  if (has_acl) field += sizeof(attrreference_t) / 4;
  *field = has_xattrs ? 0 : NO_XATTRS;
  into[0] = size;
  return 0;
}

APPLE(int, fgetattrlist, int fd, struct attrlist *list, void *buffer, size_t size, uint32_t options) {
  if (enter("fgetattrlist", "%d, %#x, %#x", fd, list->commonattr, options)) return -1;
  if (options != EXTENDED) return fails_with(APPLE_EINVAL);
  char path[300];
  const char *symlink = path_of_symlink(fd, path);
  ssize_t names = symlink != NULL ? llistxattr(symlink, NULL, 0) : flistxattr(fd, NULL, 0);
  struct extra *extra = extra_of_fd(fd, 0);
  return pack_presence(list, buffer, size, extra != NULL && extra->acl != NULL, names > 0);
}

APPLE(int, getattrlistat, int folder, const char *name, struct attrlist *list, void *buffer, size_t size,
    unsigned long options) {
  if (enter("getattrlistat", "%d, \"%s\", %#x, %#lx", folder, name, list->commonattr, options)) return -1;
  if (options != (EXTENDED | NOFOLLOW)) return fails_with(APPLE_EINVAL);
  char path[300];
  sprintf(path, "/proc/self/fd/%d/%.255s", folder, name);
  struct extra *extra = extra_at(folder, name, 0);
  ssize_t names = llistxattr(path, NULL, 0);
  return pack_presence(list, buffer, size, extra != NULL && extra->acl != NULL, names > 0);
}

// Takes the values in the order of their bits.
static int set_attributes(struct attrlist *list, const char *value, size_t size, struct extra *extra,
    struct timespec times[2]) {
  uint32_t bits = list->commonattr;
  size_t expected = 16 * (!!(bits & CRTIME) + !!(bits & MODTIME) + !!(bits & ACCTIME)) + 4 * !!(bits & FLAGS);
  if (list->bitmapcount != 5 || (bits & ~(CRTIME | MODTIME | ACCTIME | FLAGS)) || size != expected ||
      extra == NULL) {
    return fails_with(APPLE_EINVAL);
  }
  if (bits & CRTIME) extra->birth = *(struct timespec *)value, value += 16;
  if (bits & MODTIME) times[1] = *(struct timespec *)value, value += 16;
  if (bits & ACCTIME) times[0] = *(struct timespec *)value, value += 16;
  if (bits & FLAGS) extra->flags = *(uint32_t *)value;
  return 0;
}

APPLE(int, fsetattrlist, int fd, struct attrlist *list, void *buffer, size_t size, uint32_t options) {
  if (enter("fsetattrlist", "%d, %#x, %zu, %#x", fd, list->commonattr, size, options)) return -1;
  struct timespec times[2] = { { 0, UTIME_OMIT }, { 0, UTIME_OMIT } };
  if (set_attributes(list, buffer, size, extra_of_fd(fd, 1), times) < 0) return -1;
  return answer(syscall(SYS_utimensat, fd, NULL, times, 0));
}

APPLE(int, setattrlistat, int folder, const char *name, struct attrlist *list, void *buffer, size_t size,
    uint32_t options) {
  if (enter("setattrlistat", "%d, \"%s\", %#x, %zu, %#x", folder, name, list->commonattr, size, options)) return -1;
  if (options != NOFOLLOW) return fails_with(APPLE_EINVAL);
  struct timespec times[2] = { { 0, UTIME_OMIT }, { 0, UTIME_OMIT } };
  if (set_attributes(list, buffer, size, extra_at(folder, name, 1), times) < 0) return -1;
  return answer(syscall(SYS_utimensat, folder, name, times, AT_SYMLINK_NOFOLLOW));
}
