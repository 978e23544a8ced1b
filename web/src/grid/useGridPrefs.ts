import type { VisibilityState } from '@tanstack/react-table';
import { useSignedIn } from '@web/session/useSession';
import { useState } from 'react';
import type { Column } from './types';

export const DENSITIES = { compact: 30, regular: 38, roomy: 48 } as const;
export type Density = keyof typeof DENSITIES;

function read<T>(key: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as T | null;
  } catch {
    return null;
  }
}

const write = (key: string, value: unknown) => localStorage.setItem(key, JSON.stringify(value));

/** Fingers need taller rows than a mouse. */
const usualDensity = (): Density => (window.matchMedia('(pointer: coarse)').matches ? 'roomy' : 'regular');

/** Shown columns (for each list) and row height (for all lists), remembered for each person on this machine. */
export function useGridPrefs<Row>(listId: string, columns: readonly Column<Row>[]) {
  const { user } = useSignedIn();
  const columnsKey = `lavoro.columns.${user.id}.${listId}`;
  const densityKey = `lavoro.density.${user.id}`;
  const usual = Object.fromEntries(columns.map((column) => [column.id, !column.extra]));

  const [visibility, setVisibility] = useState<VisibilityState>(() => ({
    ...usual,
    ...(read<VisibilityState>(columnsKey) ?? {}),
  }));
  const [density, setDensity] = useState<Density>(() => {
    const stored = read<Density>(densityKey);
    return stored !== null && stored in DENSITIES ? stored : usualDensity();
  });

  return {
    visibility,
    density,
    toggleColumn: (id: string) => {
      const next = { ...visibility, [id]: !visibility[id] };
      setVisibility(next);
      write(columnsKey, next);
    },
    resetColumns: () => {
      setVisibility(usual);
      localStorage.removeItem(columnsKey);
    },
    setDensity: (next: Density) => {
      setDensity(next);
      write(densityKey, next);
    },
  };
}

export type GridPrefs = ReturnType<typeof useGridPrefs>;
