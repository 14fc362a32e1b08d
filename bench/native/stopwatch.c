// Runs one command and writes down what it cost: Deno cannot ask for the resource usage of a child,
// and GNU time rounds to 10 ms, which is a third of a whole tiny run.
// Usage: stopwatch RESULT COMMAND [ARG...]     writes "wall_ns user_us sys_us peak_bytes" to RESULT
// Exits like the command; 125 if it could not be started. Build: cc -O2 -o stopwatch stopwatch.c
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// Of ru_maxrss.
#ifdef __APPLE__
enum { RSS_UNIT = 1 };
#else
enum { RSS_UNIT = 1024 };
#endif

enum { NOT_STARTED = 125, SIGNALLED = 128 };

static long long now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long long as_us(struct timeval t) { return t.tv_sec * 1000000LL + t.tv_usec; }

int main(int argc, char **argv) {
  if (argc < 3) return NOT_STARTED;
  // Opened first, so that nothing but the command lies between the two clocks.
  FILE *result = fopen(argv[1], "w");
  if (!result || fcntl(fileno(result), F_SETFD, FD_CLOEXEC) != 0) return NOT_STARTED;
  long long start = now_ns();
  pid_t child = fork();
  if (child == 0) {
#ifdef __linux__
    // An interrupted benchmark must not leave a copy running on a file system about to be unmounted.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    execvp(argv[2], argv + 2);
    _exit(NOT_STARTED);
  }
  int status;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) != child) return NOT_STARTED;
  long long wall_ns = now_ns() - start;
  // Of a command with children ru_maxrss is that of the largest one.
  fprintf(result, "%lld %lld %lld %ld\n", wall_ns, as_us(usage.ru_utime), as_us(usage.ru_stime),
          usage.ru_maxrss * RSS_UNIT);
  fclose(result);
  return WIFEXITED(status) ? WEXITSTATUS(status) : SIGNALLED + WTERMSIG(status);
}
