// Attribute lists (sys/attr.h, getattrlist(2), getattrlistbulk(2), setattrlist(2)), as far as ferry asks.
#include "stand_in.h"
#include <dirent.h>

enum { NAME = 0x1, DEVID = 0x2, OBJTYPE = 0x8, CRTIME = 0x200, MODTIME = 0x400, CHGTIME = 0x800,
  ACCTIME = 0x1000, OWNERID = 0x8000, GRPID = 0x10000, ACCESSMASK = 0x20000, FLAGS = 0x40000,
  SECURITY = 0x400000, FILEID = 0x2000000, ERROR = 0x20000000 };
enum { LINKCOUNT = 0x1, DATALENGTH = 0x200, DATAALLOCSIZE = 0x400, EXT_FLAGS = 0x200, EXTENDED = 0x20,
  NOFOLLOW = 1, NO_XATTRS = 2, LARGEST_RECORD = 1024 };
// The kernel puts values behind the room of all that was asked for, returned or not.
enum { VALUES_GAP = 12 };
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

// What the tests let the file system not have: bits of attributes that are never returned.
static attribute_set_t withheld;
// An entry whose attributes cannot be had, with the reason, and one that no bulk listing tells of.
static ino_t broken, omitted;
static int broken_error;

EXPORT void stand_in_withhold(uint32_t common, uint32_t file, uint32_t fork) {
  withheld = (attribute_set_t) { .commonattr = common, .fileattr = file, .forkattr = fork };
}
void reset_attr_lists(void) {
  memset(&withheld, 0, sizeof withheld);
  broken = omitted = 0;
}

static ino_t number_of(int folder, const char *name) {
  struct stat stat;
  return fstatat(folder, name, &stat, AT_SYMLINK_NOFOLLOW) == 0 ? stat.st_ino : 0;
}
EXPORT void stand_in_omit_entry(const char *path) { omitted = number_of(AT_FDCWD, path); }
EXPORT void stand_in_break_entry(const char *path, int error) {
  broken = number_of(AT_FDCWD, path);
  broken_error = error;
}

struct packing { char *start, *field, *end; attribute_set_t wanted, returned; };

static void put(struct packing *packing, const void *value, size_t size) {
  if (packing->field + size <= packing->end) memcpy(packing->field, value, size);
  packing->field += size;
}
static void put_u32(struct packing *packing, uint32_t value) { put(packing, &value, 4); }
static void put_u64(struct packing *packing, uint64_t value) { put(packing, &value, 8); }

static int gives_common(struct packing *packing, uint32_t bit) {
  if (!(packing->wanted.commonattr & bit)) return 0;
  packing->returned.commonattr |= bit;
  return 1;
}
static int gives_file(struct packing *packing, uint32_t bit) {
  if (!(packing->wanted.fileattr & bit)) return 0;
  packing->returned.fileattr |= bit;
  return 1;
}

static int has_xattrs_at(int folder, const char *name) {
  char path[300];
  sprintf(path, "/proc/self/fd/%d/%.255s", folder, name);
  return llistxattr(path, NULL, 0) > 0;
}

// Common attributes in the order of their bits, the error before them (vfs_attrlist.c, attr_pack_common).
// The references to the name and the ACL are filled in when it is known where those come to lie.
static void pack_common(struct packing *packing, int error, uint32_t type, const struct apple_stat *stat,
    const struct extra *extra, char **name_reference, char **acl_reference) {
  uint64_t no_reference = 0;
  if (gives_common(packing, ERROR)) put_u32(packing, error);
  if (gives_common(packing, NAME)) *name_reference = packing->field, put(packing, &no_reference, 8);
  if (error != 0) return;
  if (gives_common(packing, DEVID)) put_u32(packing, stat->st_dev);
  if (gives_common(packing, OBJTYPE)) put_u32(packing, type);
  if (gives_common(packing, CRTIME)) put(packing, &stat->st_birthtimespec, 16);
  if (gives_common(packing, MODTIME)) put(packing, &stat->st_mtimespec, 16);
  if (gives_common(packing, CHGTIME)) put(packing, &stat->st_ctimespec, 16);
  if (gives_common(packing, ACCTIME)) put(packing, &stat->st_atimespec, 16);
  if (gives_common(packing, OWNERID)) put_u32(packing, stat->st_uid);
  if (gives_common(packing, GRPID)) put_u32(packing, stat->st_gid);
  if (gives_common(packing, ACCESSMASK)) put_u32(packing, stat->st_mode & 07777);
  if (gives_common(packing, FLAGS)) put_u32(packing, stat->st_flags);
  if (extra != NULL && extra->acl != NULL && gives_common(packing, SECURITY)) {
    *acl_reference = packing->field, put(packing, &no_reference, 8);
  }
  if (gives_common(packing, FILEID)) put_u64(packing, stat->st_ino);
}

static void pack_file(struct packing *packing, const struct apple_stat *stat) {
  if (gives_file(packing, LINKCOUNT)) put_u32(packing, stat->st_nlink);
  if (gives_file(packing, DATALENGTH)) put_u64(packing, stat->st_size);
  if (gives_file(packing, DATAALLOCSIZE)) put_u64(packing, stat->st_blocks * 512);
}

// Puts a value behind what is there, and where it lies into its reference.
static void put_referred(struct packing *packing, char *reference, const void *value, size_t size) {
  attrreference_t place = { packing->field - reference, size };
  if (packing->field <= packing->end) memcpy(reference, &place, sizeof place);
  put(packing, value, size);
  while ((packing->field - packing->start) % 4 != 0) packing->field++;
}

// Whether the kernel leaves an entry out: asked for ACLs it looks each entry up, and is silent of those that it
// cannot look up (vfs_attrlist.c, readdirattr).
static int is_left_out(const struct attrlist *list, int folder, const char *name) {
  if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) return 1;
  ino_t number = omitted != 0 || broken != 0 ? number_of(folder, name) : 0;
  return number != 0 && (number == omitted || ((list->commonattr & SECURITY) && number == broken));
}

// Bytes of one entry, or 0 where it does not fit.
static size_t pack_entry(char *into, size_t room, int folder, const struct attrlist *list,
    const struct dirent64_record *entry) {
  struct packing packing = { into, into, into + room };
  if (room < 512) return 0; // all but the name and the ACL fits
  packing.wanted = (attribute_set_t) { .commonattr = list->commonattr & ~withheld.commonattr,
    .fileattr = list->fileattr & ~withheld.fileattr, .forkattr = list->forkattr & ~withheld.forkattr };
  packing.field += 4 + sizeof(attribute_set_t);
  struct apple_stat stat;
  int error = broken != 0 && number_of(folder, entry->name) == broken ? broken_error : 0;
  if (error == 0 && stat_entry(folder, entry->name, AT_SYMLINK_NOFOLLOW, &stat) < 0) error = APPLE_ENOENT;
  struct extra *extra = extra_at(folder, entry->name, 0);
  char *name_reference = NULL, *acl_reference = NULL;
  pack_common(&packing, error, object_type(entry->type), &stat, extra, &name_reference, &acl_reference);
  if (error == 0 && entry->type != DT_DIR) pack_file(&packing, &stat);
  if (error == 0 && (packing.wanted.forkattr & EXT_FLAGS)) {
    packing.returned.forkattr |= EXT_FLAGS;
    put_u64(&packing, has_xattrs_at(folder, entry->name) ? 0 : NO_XATTRS);
  }
  memset(packing.field, 0xff, VALUES_GAP); // whatever was there
  packing.field += VALUES_GAP;
  put_referred(&packing, name_reference, entry->name, strlen(entry->name) + 1);
  if (acl_reference != NULL) put_referred(&packing, acl_reference, extra->acl, extra->acl_bytes);
  if (packing.field > packing.end) return 0;
  packing.returned.commonattr |= RETURNED;
  *(uint32_t *)into = packing.field - into;
  memcpy(into + 4, &packing.returned, sizeof packing.returned);
  return packing.field - into;
}

// Whether the list is one that the kernel takes: it names what it must, and nothing that is not known here.
static int is_taken(const struct attrlist *list, uint64_t options) {
  uint32_t known = RETURNED | NAME | DEVID | OBJTYPE | CRTIME | MODTIME | CHGTIME | ACCTIME | OWNERID |
    GRPID | ACCESSMASK | FLAGS | SECURITY | FILEID | ERROR;
  return list->bitmapcount == 5 && (list->commonattr & (RETURNED | NAME)) == (RETURNED | NAME) &&
    !(list->commonattr & ~known) && list->volattr == 0 && list->dirattr == 0 &&
    !(list->fileattr & ~(LINKCOUNT | DATALENGTH | DATAALLOCSIZE)) && !(list->forkattr & ~EXT_FLAGS) &&
    !(options & ~EXTENDED) && (list->forkattr == 0 || options == EXTENDED);
}

APPLE(int, getattrlistbulk, int fd, struct attrlist *list, char *buffer, size_t size, uint64_t options) {
  if (enter("getattrlistbulk", "%d, %#x, %#x, %#x, %zu, %#lx", fd, list->commonattr, list->fileattr,
      list->forkattr, size, options)) {
    return -1;
  }
  if (!is_taken(list, options)) return fails_with(APPLE_EINVAL);
  if (!may_read(fd)) return fails_with(APPLE_EDEADLK);
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
      int is_out = is_left_out(list, fd, entry->name);
      size_t packed = is_out ? 0 : pack_entry(buffer + used, size - used, fd, list, entry);
      if (packed == 0 && !is_out) {
        // The rest comes with the next call, which begins behind the last entry that fitted.
        if (position >= 0) syscall(SYS_lseek, fd, position, SEEK_SET);
        return count > 0 ? count : fails_with(APPLE_ERANGE);
      }
      used += packed, count += !is_out, position = entry->off;
    }
    // No entry of the next batch is sure to fit: so it is left for the next call.
    if (size - used < LARGEST_RECORD) return count;
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
  SPELLED(folder, name);
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
  SPELLED(folder, name);
  if (options != NOFOLLOW) return fails_with(APPLE_EINVAL);
  struct timespec times[2] = { { 0, UTIME_OMIT }, { 0, UTIME_OMIT } };
  if (set_attributes(list, buffer, size, extra_at(folder, name, 1), times) < 0) return -1;
  return answer(syscall(SYS_utimensat, folder, name, times, AT_SYMLINK_NOFOLLOW));
}
