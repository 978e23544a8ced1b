import { useState } from 'react';

/** Which rows are ticked, by their keys. */
export function useSelection() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  return {
    keys: [...chosen],
    has: (key: string) => chosen.has(key),
    set: (keys: readonly string[]) => setChosen(new Set(keys)),
    toggle: (key: string) =>
      setChosen((before) => {
        const after = new Set(before);
        if (!after.delete(key)) after.add(key);
        return after;
      }),
  };
}

export type Selection = ReturnType<typeof useSelection>;
