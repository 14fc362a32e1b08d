// The process and the kernel.
#include "stand_in.h"

APPLE(uint32_t, geteuid, void) { return syscall(SYS_geteuid); }
APPLE(uint32_t, getegid, void) { return syscall(SYS_getegid); }
APPLE(uint16_t, umask, uint16_t mask) { return syscall(SYS_umask, mask); }
APPLE(int, getgroups, int size, uint32_t *list) { return answer(syscall(SYS_getgroups, size, list)); }

APPLE(int, sysctlbyname, const char *name, char *into, size_t *length, void *new_value, size_t new_length) {
  if (enter("sysctlbyname", "\"%s\"", name)) return -1;
  if (strcmp(name, "kern.osrelease") != 0 || new_value != NULL || new_length != 0) {
    return fails_with(APPLE_EINVAL);
  }
  *length = snprintf(into, *length, "%d.0.0", kernel_major) + 1;
  return 0;
}
