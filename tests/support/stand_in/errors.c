// errno: each thread's own, in Darwin's numbers (sys/errno.h).
#include "stand_in.h"

static __thread int apple_errno;

APPLE(int *, __error, void) { return &apple_errno; }

int fails_with(int error) {
  apple_errno = error;
  return -1;
}

static const struct { int from, to; } NUMBERS[] = {
  { EAGAIN, 35 }, { EDEADLK, 11 }, { ENAMETOOLONG, 63 }, { ENOSYS, 78 }, { ENOTEMPTY, 66 },
  { ELOOP, 62 }, { ENODATA, 93 }, { EOVERFLOW, 84 }, { EILSEQ, 92 }, { EOPNOTSUPP, 45 },
  { ESTALE, 70 }, { EDQUOT, 69 }, { ECANCELED, 89 }, { EUCLEAN, 5 }, { ETIMEDOUT, 60 },
};

int failed(void) {
  int error = errno;
  for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++) {
    if (NUMBERS[i].from == errno) error = NUMBERS[i].to;
  }
  return fails_with(error);
}

int answer(long result) { return result >= 0 ? (int)result : failed(); }

APPLE(const char *, strerror, int number) {
  static __thread char text[64];
  if (number < 35 && number != 11) return strerror(number);
  snprintf(text, sizeof text, number == 45 ? "Operation not supported" : "Darwin error %d", number);
  for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++) {
    if (NUMBERS[i].to == number) return strerror(NUMBERS[i].from);
  }
  return text;
}
