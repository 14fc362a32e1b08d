// Adds items to a list, however many there are: `push(...items)` makes arguments of them, of which V8 takes some 120,000,
// and throws a RangeError at more.

export function appendAll<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item);
}
