// readdir(3) with the struct dirent of 64-bit inode numbers (sys/dirent.h).
#include "stand_in.h"

struct apple_dirent {
  uint64_t d_ino, d_seekoff;
  uint16_t d_reclen, d_namlen;
  uint8_t d_type;
  char d_name[1024];
};
struct stream { int fd; long at, end; char records[8192]; struct apple_dirent entry; };
struct dirent64_record { uint64_t ino; int64_t off; uint16_t reclen; uint8_t type; char name[]; };

APPLE_AS(void *, fdopendir, INODE64("fdopendir"), int fd) {
  if (enter("fdopendir", "%d", fd)) return NULL;
  struct stream *stream = calloc(1, sizeof *stream);
  stream->fd = fd;
  return stream;
}

// NULL at the end and after a failure, which errno alone tells apart.
APPLE_AS(void *, readdir, INODE64("readdir"), struct stream *stream) {
  if (enter("readdir", "%d", stream->fd)) return NULL;
  if (stream->at >= stream->end) {
    stream->at = 0;
    stream->end = syscall(SYS_getdents64, stream->fd, stream->records, sizeof stream->records);
    if (stream->end < 0) failed();
    if (stream->end <= 0) return NULL;
  }
  struct dirent64_record *record = (struct dirent64_record *)(stream->records + stream->at);
  stream->at += record->reclen;
  struct apple_dirent *entry = &stream->entry;
  entry->d_ino = record->ino, entry->d_type = record->type, entry->d_namlen = strlen(record->name);
  memcpy(entry->d_name, record->name, entry->d_namlen + 1);
  return entry;
}

APPLE(int, closedir, struct stream *stream) {
  if (enter("closedir", "%d", stream->fd)) return -1;
  syscall(SYS_close, stream->fd);
  free(stream);
  return 0;
}
