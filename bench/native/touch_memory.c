// Makes that many bytes of free memory ready for the next program: touches every page of them and gives
// them back. See warm_memory.ts.
// Usage: touch_memory BYTES     Build: cc -O2 -o touch_memory touch_memory.c
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE;
  void *memory = mmap(NULL, strtoull(argv[1], NULL, 10), PROT_READ | PROT_WRITE, flags, -1, 0);
  if (memory != MAP_FAILED) return 0;
  perror("mmap");
  return 1;
}
