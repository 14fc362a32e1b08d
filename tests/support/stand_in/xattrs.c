// Extended attributes (sys/xattr.h: a position and options more than on Linux) and ACLs (sys/acl.h).
#include "stand_in.h"

enum { EXTENDED = 0x100, FILESEC_ACL = 5, ACL_HEADER_BYTES = 44, ACE_BYTES = 24, COUNT_AT = 36 };

static int has_other_than_0(uint32_t position, int options) { return position != 0 || options != 0; }

// Apple's own names have no namespace, which Linux wants: they are kept in that of users. There Linux asks for what
// Darwin asks for everywhere: who is not root sets and removes attributes of what the mode lets them write to alone.
#define APPLES "com.apple."
#define USERS "user."

static const char *linux_name(const char *name, char into[300]) {
  if (strncmp(name, APPLES, strlen(APPLES)) != 0) return name;
  snprintf(into, 300, USERS "%s", name);
  return into;
}

APPLE(ssize_t, flistxattr, int fd, char *names, size_t size, int options) {
  if (enter("flistxattr", "%d, %zu, %d", fd, size, options)) return -1;
  if (has_other_than_0(0, options)) return fails_with(APPLE_EINVAL);
  char path[300], all[65536];
  const char *symlink = path_of_symlink(fd, path);
  ssize_t length = symlink != NULL ? llistxattr(symlink, all, sizeof all) : flistxattr(fd, all, sizeof all);
  if (length < 0) return failed();
  size_t used = 0;
  for (char *name = all, *next; name < all + length; name = next) {
    next = name + strlen(name) + 1;
    if (strncmp(name, USERS APPLES, strlen(USERS APPLES)) == 0) name += strlen(USERS);
    memmove(all + used, name, next - name);
    used += next - name;
  }
  if (size > 0 && used > size) return fails_with(APPLE_ERANGE);
  if (size > 0) memcpy(names, all, used);
  return used;
}

APPLE(ssize_t, fgetxattr, int fd, const char *name, void *value, size_t size, uint32_t position, int options) {
  if (enter("fgetxattr", "%d, \"%s\", %zu, %u, %d", fd, name, size, position, options)) return -1;
  if (has_other_than_0(position, options)) return fails_with(APPLE_EINVAL);
  char path[300], own[300];
  name = linux_name(name, own);
  const char *symlink = path_of_symlink(fd, path);
  return answer(symlink != NULL ? lgetxattr(symlink, name, value, size) : fgetxattr(fd, name, value, size));
}

APPLE(int, fsetxattr, int fd, const char *name, const void *value, size_t size, uint32_t position, int options) {
  if (enter("fsetxattr", "%d, \"%s\", %zu, %u, %d", fd, name, size, position, options)) return -1;
  if (has_other_than_0(position, options)) return fails_with(APPLE_EINVAL);
  char path[300], own[300];
  name = linux_name(name, own);
  const char *symlink = path_of_symlink(fd, path);
  int result = answer(
    symlink != NULL ? lsetxattr(symlink, name, value, size, 0) : fsetxattr(fd, name, value, size, 0));
  if (result == 0) keep_double(fd);
  return result;
}

APPLE(int, fremovexattr, int fd, const char *name, int options) {
  if (enter("fremovexattr", "%d, \"%s\", %d", fd, name, options)) return -1;
  char path[300], own[300];
  name = linux_name(name, own);
  const char *symlink = path_of_symlink(fd, path);
  return answer(symlink != NULL ? lremovexattr(symlink, name) : fremovexattr(fd, name));
}

// An ACL in memory; its external form is a struct kauth_filesec (sys/kauth.h): a header and the entries.
struct acl { size_t size; uint8_t bytes[]; };

static struct acl *make_acl(const uint8_t *bytes, size_t size) {
  struct acl *acl = malloc(sizeof *acl + size);
  acl->size = size;
  memcpy(acl->bytes, bytes, size);
  return acl;
}

APPLE(void *, acl_get_fd_np, int fd, int type) {
  if (enter("acl_get_fd_np", "%d, %#x", fd, type)) return NULL;
  struct extra *extra = extra_of_fd(fd, 0);
  if (type != EXTENDED || extra == NULL || extra->acl == NULL) {
    fails_with(ENOENT);
    return NULL;
  }
  return make_acl(extra->acl, extra->acl_bytes);
}

APPLE(int, acl_set_fd_np, int fd, struct acl *acl, int type) {
  if (enter("acl_set_fd_np", "%d, %#x", fd, type)) return -1;
  struct extra *extra = extra_of_fd(fd, 1);
  if (type != EXTENDED || extra == NULL) return fails_with(APPLE_EINVAL);
  uint8_t *bytes = malloc(acl->size);
  memcpy(bytes, acl->bytes, acl->size);
  extra->acl = bytes, extra->acl_bytes = acl->size;
  return 0;
}

APPLE(ssize_t, acl_size, struct acl *acl) { return acl->size; }

APPLE(ssize_t, acl_copy_ext_native, void *into, struct acl *acl, ssize_t size) {
  if (size < (ssize_t)acl->size) return fails_with(APPLE_ERANGE);
  memcpy(into, acl->bytes, acl->size);
  return acl->size;
}

APPLE(void *, acl_copy_int_native, const uint8_t *bytes) {
  uint32_t count;
  memcpy(&count, bytes + COUNT_AT, sizeof count);
  return make_acl(bytes, ACL_HEADER_BYTES + count * ACE_BYTES);
}

APPLE(int, acl_free, void *acl) {
  free(acl);
  return 0;
}

struct filesec { int removes_acl; };

APPLE(void *, filesec_init, void) { return calloc(1, sizeof(struct filesec)); }
APPLE(void, filesec_free, struct filesec *security) { free(security); }

APPLE(int, filesec_set_property, struct filesec *security, int property, const void *value) {
  // _FILESEC_REMOVE_ACL is the address 1.
  if (property != FILESEC_ACL || value != (void *)1) return fails_with(APPLE_EINVAL);
  security->removes_acl = 1;
  return 0;
}

APPLE(int, fchmodx_np, int fd, struct filesec *security) {
  if (enter("fchmodx_np", "%d", fd)) return -1;
  struct extra *extra = extra_of_fd(fd, 1);
  if (extra == NULL || !security->removes_acl) return fails_with(APPLE_EINVAL);
  extra->acl = NULL, extra->acl_bytes = 0;
  return 0;
}
