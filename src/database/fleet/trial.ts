import type pg from 'pg';
import { IsolationError, keepingIsolation } from '../proof';
import type { Step } from './steps';

/** What a change of one schema turned out to need beside its own SQL. */
export type Needs = 'grants' | 'nothing';
type Change = () => Promise<Needs>;

/**
 * The first company that gets a step shows for all whether it keeps the wall, and whether it leaves anything to grant:
 * the same SQL does the same everywhere.
 */
export type Trial = {
  /** Settles when nobody is proving this step: with what it needs, or undefined when the caller would be the first. */
  outcome(step: Step): Promise<Needs | undefined>;
  /** Runs `change` of a schema as the first, in its transaction. Throws IsolationError, which is then everybody's answer. */
  prove(client: pg.Client, schema: string, step: Step, change: Change): Promise<void>;
};

export function startTrial(): Trial {
  const proofs = new Map<string, Promise<Needs>>();
  const keyOf = ({ kind, migration }: Step) => `${kind} ${migration.name}`;
  const outcome = async (step: Step): Promise<Needs | undefined> => {
    const proof = proofs.get(keyOf(step));
    if (!proof) return undefined;
    const needs = await proof.catch((error: unknown) => {
      if (error instanceof IsolationError) throw error;
      return undefined;
    });
    // Where the first one failed for a reason of its own, the next one is the first.
    return needs ?? outcome(step);
  };
  const prove: Trial['prove'] = async (client, schema, step, change) => {
    const proof = proveOnce(client, schema, change);
    proofs.set(keyOf(step), proof);
    try {
      await proof;
    } catch (error) {
      if (!(error instanceof IsolationError)) proofs.delete(keyOf(step));
      throw error;
    }
  };
  return { outcome, prove };
}

async function proveOnce(client: pg.Client, schema: string, change: Change): Promise<Needs> {
  let needs: Needs = 'nothing';
  await keepingIsolation(client, { schema }, async () => {
    needs = await change();
  });
  return needs;
}
