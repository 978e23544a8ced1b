import type pg from 'pg';
import { Refusal } from '@/lib/refusal';
import { OWNERS } from './proof/owners';
import { PRIVILEGES } from './proof/privileges';
import { ROLES } from './proof/roles';
import { RULES } from './proof/rules';
import { type Check, type Finding, runChecks, type Scope } from './proof/shared';

export type { Finding } from './proof/shared';

/** Every check, in the order a person would look: who they are, what they may, whose it is, how it is built. */
export const CHECKS: readonly Check[] = [...ROLES, ...PRIVILEGES, ...OWNERS, ...RULES];

/** The findings a start shows; `lavoro doctor` shows all. */
const MOST_SHOWN = 20;

/** The wall between the companies is broken, or would be: the message says where, in a sentence a finding. */
export class IsolationError extends Refusal {
  override readonly name = 'IsolationError';
  constructor(
    readonly findings: readonly Finding[],
    message: string,
  ) {
    super('UNAVAILABLE', message);
  }
}

/**
 * Reads the catalogs for anything by which a company's role could reach more than its own schema, and answers it; an
 * empty answer means that the wall stands. Reads only, in time linear to the number of companies; `client` is the
 * operator's, superuser or not. With the `scope` of one company, at that one's schema and role and the platform's own.
 */
export async function proveIsolation(client: pg.Client, scope: Scope = 'everything'): Promise<Finding[]> {
  return runChecks(client, CHECKS, scope);
}

/** Throws IsolationError, with the SQL that mends it, unless the wall stands; `so` is what follows from that. */
export async function requireIsolation(client: pg.Client, so = 'so nothing is started'): Promise<void> {
  const findings = await proveIsolation(client);
  if (findings.length === 0) return;
  throw new IsolationError(
    findings,
    [
      `The wall between the companies is broken, ${so}:`,
      ...shown(findings, ({ sentence, mend }) => (mend === null ? sentence : `${sentence}\n    mend: ${mend};`)),
      'Mend it in the database as the login of DATABASE_URL or as a superuser, then look again: npx lavoro doctor',
    ].join('\n'),
  );
}

/**
 * Runs `change` of the schema in `scope`, in the caller's transaction; throws IsolationError when it makes a hole there, or
 * in `public`, that was not there before. Only where there is any hole is it undone and run again, to see which were there.
 */
export async function keepingIsolation(client: pg.Client, scope: Scope, change: () => Promise<void>): Promise<void> {
  await client.query('SAVEPOINT before_change');
  await change();
  const after = await proveIsolation(client, scope);
  if (after.length === 0) return;
  await client.query('ROLLBACK TO SAVEPOINT before_change');
  const before = new Set((await proveIsolation(client, scope)).map(({ sentence }) => sentence));
  const findings = after.filter(({ sentence }) => !before.has(sentence));
  if (findings.length === 0) return change();
  throw new IsolationError(
    findings,
    [
      'With this change the wall between the companies would be broken, so it was taken back:',
      ...shown(findings, ({ sentence }) => sentence),
    ].join('\n'),
  );
}

function shown(findings: readonly Finding[], line: (finding: Finding) => string): string[] {
  const more = findings.length - MOST_SHOWN;
  const lines = findings.slice(0, MOST_SHOWN).map((finding) => `  ${line(finding)}`);
  return more > 0 ? [...lines, `  … and ${more} more.`] : lines;
}
