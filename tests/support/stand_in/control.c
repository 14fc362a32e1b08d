// What the tests control: the record of calls, failures on demand, and what Darwin keeps of an inode.
#include "stand_in.h"
#include <pthread.h>
#include <stdarg.h>

enum { LOG_BYTES = 1 << 23, RULES = 16, NAME_BYTES = 32, BUCKETS = 4096 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char *log_text;
static size_t log_used;
static int is_recording;
static struct rule { char name[NAME_BYTES]; int error, after, times; } rules[RULES];
static int rule_count;
static int acls_forbid_rename;
static struct extra *buckets[BUCKETS];
int kernel_major = 23;

EXPORT void stand_in_record(int on) {
  pthread_mutex_lock(&mutex);
  if (log_text == NULL) log_text = malloc(LOG_BYTES);
  is_recording = on;
  if (on) log_used = 0;
  pthread_mutex_unlock(&mutex);
}

// Copies the recorded calls, one a line; their length.
EXPORT int stand_in_log(char *into, size_t size) {
  pthread_mutex_lock(&mutex);
  size_t length = log_used < size ? log_used : size;
  if (length > 0) memcpy(into, log_text, length);
  pthread_mutex_unlock(&mutex);
  return (int)length;
}

// Lets calls of a function fail with one of Darwin's codes, `times` of them after the first `after`.
EXPORT void stand_in_fail(const char *name, int error, int after, int times) {
  pthread_mutex_lock(&mutex);
  if (rule_count < RULES) {
    struct rule *rule = &rules[rule_count++];
    snprintf(rule->name, NAME_BYTES, "%s", name);
    rule->error = error, rule->after = after, rule->times = times;
  }
  pthread_mutex_unlock(&mutex);
}

// Ends all failures, and takes back what else was set.
EXPORT void stand_in_reset(void) {
  rule_count = 0;
  acls_forbid_rename = 0;
  kernel_major = 23;
  reset_attr_lists();
  stand_in_set_ignores_case(0);
  stand_in_set_without_xattrs(0);
  stand_in_spoil(0);
  stand_in_grow(0);
  stand_in_vanish("");
  stand_in_record(0);
}

EXPORT void stand_in_set_kernel(int major) { kernel_major = major; }
EXPORT void stand_in_set_acls_forbid_rename(int on) { acls_forbid_rename = on; }

// st_flags of an entry, as chflags(1) or the system itself would set them.
EXPORT void stand_in_set_flags(const char *path, uint32_t flags) {
  struct extra *extra = extra_at(AT_FDCWD, path, 1);
  if (extra != NULL) extra->flags = flags;
}
EXPORT uint32_t stand_in_flags(const char *path) {
  struct extra *extra = extra_at(AT_FDCWD, path, 0);
  return extra == NULL ? 0 : extra->flags;
}

int enter(const char *name, const char *format, ...) {
  int error = 0;
  pthread_mutex_lock(&mutex);
  if (is_recording && log_used < LOG_BYTES - 1024) {
    va_list arguments;
    va_start(arguments, format);
    log_used += snprintf(log_text + log_used, 64, "%s(", name);
    log_used += vsnprintf(log_text + log_used, 900, format, arguments);
    log_used += snprintf(log_text + log_used, 4, ")\n");
    va_end(arguments);
  }
  for (int i = 0; i < rule_count && error == 0; i++) {
    struct rule *rule = &rules[i];
    if (strcmp(rule->name, name) != 0) continue;
    if (rule->after-- > 0) continue;
    if (rule->times-- > 0) error = rule->error;
  }
  pthread_mutex_unlock(&mutex);
  return error == 0 ? 0 : fails_with(error);
}

static struct extra **place_of(const struct stat *stat) {
  struct extra **at = &buckets[(stat->st_ino * 31 + stat->st_dev) % BUCKETS];
  while (*at != NULL && ((*at)->ino != stat->st_ino || (*at)->dev != stat->st_dev)) at = &(*at)->next;
  return at;
}

struct extra *extra_of(const struct stat *stat, int create) {
  pthread_mutex_lock(&mutex);
  struct extra **at = place_of(stat);
  if (*at == NULL && create) {
    *at = calloc(1, sizeof(struct extra));
    (*at)->dev = stat->st_dev, (*at)->ino = stat->st_ino;
  }
  struct extra *found = *at;
  pthread_mutex_unlock(&mutex);
  return found;
}

struct extra *extra_of_fd(int fd, int create) {
  struct stat stat;
  return fstat(fd, &stat) == 0 ? extra_of(&stat, create) : NULL;
}

struct extra *extra_at(int folder, const char *name, int create) {
  struct stat stat;
  return fstatat(folder, name, &stat, AT_SYMLINK_NOFOLLOW) == 0 ? extra_of(&stat, create) : NULL;
}

void forget_extra(const struct stat *stat) {
  pthread_mutex_lock(&mutex);
  struct extra **at = place_of(stat);
  if (*at != NULL) {
    // Others may be looking at it: emptied, not freed.
    (*at)->flags = 0, (*at)->acl = NULL, (*at)->acl_bytes = 0;
    memset(&(*at)->birth, 0, sizeof(struct timespec));
  }
  pthread_mutex_unlock(&mutex);
}

void forget_extra_at(int folder, const char *name) {
  struct stat stat;
  if (fstatat(folder, name, &stat, AT_SYMLINK_NOFOLLOW) == 0) forget_extra(&stat);
}

int is_locked(int folder, const char *name) {
  struct extra *extra = extra_at(folder, name, 0);
  return extra != NULL && (extra->flags & (APPLE_UF_IMMUTABLE | APPLE_UF_APPEND)) != 0;
}

int acl_forbids_rename(int folder, const char *name) {
  struct extra *extra = acls_forbid_rename ? extra_at(folder, name, 0) : NULL;
  return extra != NULL && extra->acl != NULL;
}
