// The order in which programs run. What one leaves behind in a file system (fragments, caches, a busy
// journal) can cost the next one twice its time, so nobody may always follow the same one.

/**
 * Who runs when in a round: a Williams design, in which each program follows each other one equally often
 * over as many rounds as there are programs. An odd number of them is planned for one more, who is absent.
 *
 * @returns numbers of programs from 0, each once
 */
export function orderOfRound(programs: number, round: number): number[] {
  const places = programs + programs % 2;
  return Array.from({ length: places }, (_, turn) => {
    const zigzag = turn % 2 === 0 ? places - turn / 2 : (turn + 1) / 2;
    return (zigzag + round) % places;
  }).filter((program) => program < programs);
}
