export type Change = { path: string; before: unknown; after: unknown };

type Then = Readonly<Record<string, unknown>> | null;

/** What changes with every change, and says nothing. */
const ALWAYS = new Set(['version', 'updatedAt']);

/** The values that differ, each by its path, in the order the record has them; of what was made or deleted all there are. */
export function changesOf(before: Then, after: Then): Change[] {
  const [old, now] = [flat(before), flat(after)];
  const paths = [...new Set([...now.keys(), ...old.keys()])];
  return paths
    .filter((path) => !ALWAYS.has(path))
    .map((path) => ({ path, before: old.get(path) ?? null, after: now.get(path) ?? null }))
    .filter((change) => change.before !== change.after);
}

/** `custom.mill_note`, `defects.0.quantity`, and the value at each. */
function flat(record: Then): Map<string, unknown> {
  const values = new Map<string, unknown>();
  const visit = (value: unknown, path: string) => {
    if (typeof value !== 'object' || value === null) values.set(path, value);
    else for (const [name, inner] of Object.entries(value)) visit(inner, path === '' ? name : `${path}.${name}`);
  };
  if (record) visit(record, '');
  return values;
}
