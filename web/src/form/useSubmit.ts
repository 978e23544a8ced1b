import { useState } from 'react';

type Faulty = { clearFaults: () => void; showFaults: (error: unknown) => string[] };

/** Runs a form's work once at a time; keeps why it was refused and what of that belongs to no field. */
export function useSubmit(fields: Faulty) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ error: unknown; loose: string[] } | null>(null);

  const submit = async (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    fields.clearFaults();
    try {
      await work();
    } catch (error) {
      setProblem({ error, loose: fields.showFaults(error) });
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, submit, forget: () => setProblem(null) };
}
