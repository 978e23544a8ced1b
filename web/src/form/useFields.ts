import { ApiError } from '@web/http/problem';
import { type ChangeEvent, useEffect, useRef, useState } from 'react';

type Values = Record<string, string>;
type Faults = Record<string, string>;
type FieldElement = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/**
 * The texts of a form, what is wrong with them, and whether they differ from what was loaded. The server checks; its
 * faults are put at the fields they name, and the first of them gets the focus.
 */
export function useFields<V extends Values>(initial: V) {
  const form = useRef<HTMLFormElement>(null);
  const [start, setStart] = useState(initial);
  const [values, setValues] = useState(initial);
  const [faults, setFaults] = useState<Faults>({});
  const focusFault = useRef(false);

  useEffect(() => {
    if (!focusFault.current) return;
    focusFault.current = false;
    const elements = [...(form.current?.elements ?? [])] as FieldElement[];
    elements.find((element) => faults[element.name] !== undefined)?.focus();
  }, [faults]);

  const changed = () =>
    Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== start[name])) as Partial<V>;

  return {
    form,
    values,
    dirty: Object.keys(changed()).length > 0,
    changed,
    reset: (next: V) => {
      setStart(next);
      setValues(next);
      setFaults({});
    },
    clearFaults: () => setFaults({}),
    bind: (name: keyof V & string) => ({
      name,
      value: values[name] ?? '',
      error: faults[name],
      onChange: (event: ChangeEvent<FieldElement>) => {
        const { value } = event.currentTarget;
        setValues((before) => ({ ...before, [name]: value }));
        setFaults(({ [name]: _, ...others }) => others);
      },
    }),
    /** Puts the faults of a refused request at their fields. Answers what belongs to no field, to be shown above. */
    showFaults: (error: unknown): string[] => {
      if (!(error instanceof ApiError) || error.errors.length === 0) return [];
      const mine = error.errors.filter(({ path }) => path in values);
      focusFault.current = mine.length > 0;
      setFaults(Object.fromEntries(mine.map(({ path, message }) => [path, message]).reverse()));
      return error.errors
        .filter(({ path }) => !(path in values))
        .map(({ path, message }) => `${path} ${message}`.trim());
    },
  };
}

export type Fields<V extends Values> = ReturnType<typeof useFields<V>>;
