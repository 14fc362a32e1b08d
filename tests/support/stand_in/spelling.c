// A volume that ignores case and the form of composed letters, and keeps names as they were given (APFS as
// Disk Utility makes it): a name that is not there leads to the entry whose name is the same but for these.
#include "stand_in.h"
#include <dirent.h>

enum { PC_CASE_SENSITIVE = 11, COMPONENT_BYTES = 256 };

static int ignores_case;

EXPORT void stand_in_set_ignores_case(int on) { ignores_case = on; }

APPLE(long, fpathconf, int fd, int name) {
  if (enter("fpathconf", "%d, %d", fd, name)) return -1;
  if (name != PC_CASE_SENSITIVE) return fails_with(APPLE_EINVAL);
  return !ignores_case;
}

// Letters as far as the tests use them; the rest of ASCII is folded by its bits.
static const struct { const char *composed, *decomposed; } letters[] = {
  { "\xc3\xa9", "e\xcc\x81" }, { "\xc3\x89", "E\xcc\x81" }, { "\xc3\xbc", "u\xcc\x88" }, { "\xc3\x9c", "U\xcc\x88" },
};

static void fold(const char *name, char *into) {
  *into = 0;
  enum { LETTERS = sizeof letters / sizeof *letters };
  for (char *end = into; *name != 0;) {
    size_t i = 0;
    while (i < LETTERS && strncmp(name, letters[i].composed, 2) != 0) i++;
    if (i < LETTERS) end = stpcpy(end, letters[i].decomposed), name += 2;
    else *end++ = *name++;
    *end = 0;
  }
  for (; *into != 0; into++) {
    if (*into >= 'A' && *into <= 'Z') *into += 'a' - 'A';
  }
}

// Puts the entry's own name in place of one that leads to it.
static void spell_component(int folder, char *name) {
  char wanted[2 * COMPONENT_BYTES + 4], found[2 * COMPONENT_BYTES + 4];
  struct stat stat;
  if (fstatat(folder, name, &stat, AT_SYMLINK_NOFOLLOW) == 0) return;
  int own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *stream = own < 0 ? NULL : fdopendir(own);
  if (stream == NULL) return;
  fold(name, wanted);
  for (struct dirent *entry; (entry = readdir(stream)) != NULL;) {
    fold(entry->d_name, found);
    if (strcmp(wanted, found) != 0) continue;
    strcpy(name, entry->d_name);
    break;
  }
  closedir(stream);
}

const char *spelled(int folder, const char *path, char *into) {
  if (!ignores_case || path[0] == 0 || strlen(path) >= SPELLED_BYTES / 4) return path;
  // Component by component, each in the folder that the ones before it lead to.
  char component[COMPONENT_BYTES];
  char *end = into;
  *end = 0;
  for (const char *at = path; *at != 0;) {
    size_t slashes = strspn(at, "/"), length = strcspn(at + slashes, "/");
    if (length >= sizeof component) return path;
    memcpy(end, at, slashes);
    end += slashes, at += slashes, *end = 0;
    memcpy(component, at, length);
    component[length] = 0, at += length;
    int parent = openat(folder, into[0] == 0 ? "." : into, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (parent >= 0 && length > 0) spell_component(parent, component);
    if (parent >= 0) close(parent);
    end = stpcpy(end, component);
  }
  return into;
}
