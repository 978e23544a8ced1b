/** `base` with the fields of `changes` that are given; a field left out keeps its old value, `null` replaces it. */
export function merge<Base extends object, Changes extends object>(
  base: Base,
  changes: Changes,
): { [K in keyof Base]: K extends keyof Changes ? Base[K] | Exclude<Changes[K], undefined> : Base[K] } {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { ...base, ...Object.fromEntries(given) } as never;
}
