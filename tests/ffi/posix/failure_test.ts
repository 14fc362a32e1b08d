// What a call that failed answers, and that an interrupted one is made again.

import { assertEquals } from "@std/assert";
import { EINTR, EIO } from "../../../ffi/errno.ts";
import { failureReader, MOST_INTERRUPTIONS } from "../../../ffi/posix/failure.ts";

/** A call that fails with these numbers, one after the other, and then answers. */
function failingCall(errors: number[], answer: number | bigint) {
  const calls: unknown[][] = [];
  let errno = errors.shift() ?? 0;
  const failure = failureReader(() => errno);
  const call = (...parameters: number[]) => {
    calls.push(parameters);
    const error = errors.shift();
    if (error === undefined) return answer;
    errno = error;
    return -1;
  };
  return { failure, call, calls };
}

Deno.test("failureReader: the negated number, and no second call for any other than EINTR", () => {
  const { failure, call, calls } = failingCall([EIO], 5);
  assertEquals([failure(), failure(call, 1)], [-EIO, -EIO]);
  assertEquals(calls, []);
});

Deno.test("failureReader: an interrupted call is made again with its parameters until it answers", () => {
  const { failure, call, calls } = failingCall([EINTR, EINTR], 7n);
  assertEquals(failure(call, 1, 2, 3, 4, 5, 6, 7), 7);
  assertEquals(
    calls.map((parameters) => parameters.slice(0, 7)),
    Array(2).fill([1, 2, 3, 4, 5, 6, 7]),
  );
  const zero = failingCall([EINTR], 0);
  assertEquals(zero.failure(zero.call), 0);
});

Deno.test("failureReader: what fails otherwise when it is made again says so", () => {
  const { failure, call } = failingCall([EINTR, EIO], 5);
  assertEquals(failure(call), -EIO);
});

Deno.test("failureReader: a call that is interrupted for ever is given up", () => {
  const { failure, call, calls } = failingCall(Array(1000).fill(EINTR), 5);
  assertEquals([failure(call), calls.length], [-EINTR, MOST_INTERRUPTIONS]);
  assertEquals(failure(), -EINTR, "without a call there is nothing to make again");
});
