import { anchorAll } from '@/audit/anchoring';
import { namedEntries } from '@/audit/entries.service';
import { sealCompany } from '@/audit/seal';
import { type Verification, verifyCompany } from '@/audit/verify/verify';
import { findAccount } from '@/auth/accounts/accounts.service';
import type { AuditEntryRecord } from '@/contract/audit';
import { NO_FIELDS } from '@/contract/customFields';
import { id as idType } from '@/contract/fields';
import { databaseManager } from '@/database/connection';
import { Refusal } from '@/lib/refusal';
import { type CompanyRow, listCompanies } from '@/tenants/companies/companies.repo';
import { requireCompany } from './companies';
import { counted, minute, type Output, table } from './output';

export type ListOptions = {
  readonly by?: string;
  readonly record?: string;
  readonly since?: string;
  readonly until?: string;
  readonly most: number;
};
export type SealOptions = { readonly anchorAll?: true };

const FINDINGS = 1;
const MOST_SHOWN = 20;

/** `lavoro audit list` */
export async function listAudit(named: string, { by, record, since, until, most }: ListOptions): Promise<Output> {
  const company = await requireCompany(named);
  const owner = { db: databaseManager.getTenantDb(company.id), tenant: company, fields: NO_FIELDS, scope: null };
  const { data } = await namedEntries(owner, {
    sort: ['-at'],
    limit: most,
    ...(by !== undefined && { by: await actorNamed(by) }),
    ...(record !== undefined && { entityId: record }),
    ...(since !== undefined && { from: since }),
    ...(until !== undefined && { to: until }),
  });
  const entries = data.reverse();
  const rows = entries.map((entry) => [
    minute(entry.at),
    whoOf(entry),
    entry.action,
    entry.entity,
    entry.label ?? entry.entityId,
    changedIn(entry),
  ]);
  return {
    json: { entries },
    text: table(['at', 'by', 'action', 'what', 'which', 'changed'], rows, 'Nothing was done there.'),
  };
}

/** `user:<id>` for who signs in so, else a command's `cli:<name>`. */
async function actorNamed(by: string): Promise<string> {
  if (/^[a-z]+:./.test(by)) return by;
  const account = await findAccount(by);
  if (account) return `user:${account.id}`;
  return idType.safeParse(by).success ? `user:${by.toLowerCase()}` : `cli:${by}`;
}

const whoOf = ({ actor: { kind, id, name } }: AuditEntryRecord) =>
  name ?? [kind, id].filter((part) => part !== null).join(':');

/** The fields that are not what they were; of what was made or deleted none are told. */
function changedIn({ before, after }: AuditEntryRecord): string {
  if (!before || !after) return '';
  const names = Object.keys({ ...before, ...after }).filter((name) => name !== 'version' && name !== 'updatedAt');
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).join(', ');
}

/** `lavoro audit seal` */
export async function sealAudit(named: string, { anchorAll: all }: SealOptions): Promise<Output> {
  const company = await requireCompany(named);
  const { made, last, open, anchored } = await sealCompany(company.id);
  const added = all ? await anchorAll(company.id) : 0;
  if (!anchored) process.exitCode = FINDINGS;
  const rows = made.reduce((sum, seal) => sum + seal.rows, 0);
  const until = last ? `Sealed until ${minute(last.sealedAt)} by seal ${last.seq}.` : 'There is no seal yet.';
  const lines = [
    rows > 0 ? `Sealed ${counted(rows, 'row')}.` : 'There was nothing to seal.',
    until,
    ...(open ? ['Rows are left whose transactions, or older ones, have not ended.'] : []),
    ...(added > 0 ? [`Anchored ${counted(added, 'older seal')}.`] : []),
    ...(anchored ? [] : ['The seals could not be anchored: see AUDIT_ANCHOR_DIR.']),
  ];
  const seal = last ? { seq: last.seq, sealedAt: last.sealedAt, hash: last.hash } : null;
  return { json: { sealed: rows, seal, open, anchored, anchoredBefore: added }, text: lines.join('\n') };
}

type Verified = { readonly slug: string } & ({ readonly refused: string } | Verification);

/** `lavoro audit verify`: exit code 1 when anything is wrong, not anchored, or could not be looked at. */
export async function verifyAudit(named: string | undefined): Promise<Output> {
  const companies = named === undefined ? await verifiable() : [await requireCompany(named)];
  const verified: Verified[] = [];
  for (const company of companies) verified.push(await verify(company));
  if (!verified.every(isSound)) process.exitCode = FINDINGS;
  return {
    json: { sound: verified.every(isSound), companies: verified },
    text: verified.map(describe).join('\n') || 'There is no company yet.',
  };
}

const verifiable = () => listCompanies(['ACTIVE', 'SUSPENDED', 'DELETING']);

async function verify({ id, slug }: CompanyRow): Promise<Verified> {
  try {
    return { slug, ...(await verifyCompany(id)) };
  } catch (error) {
    // One that cannot be read keeps nobody from looking at the others.
    const { code = 'an unexpected fault' } = error as { code?: string };
    return { slug, refused: error instanceof Refusal ? error.message : `It could not be read: ${code}.` };
  }
}

const isSound = (each: Verified) =>
  !('refused' in each) && each.faults === 0 && ['none', 'complete'].includes(each.anchor.state);

function describe(each: Verified): string {
  if ('refused' in each) return `${each.slug}: not verified. ${each.refused}`;
  const { slug, seals, rows, unsealed, sealedUntil, faults, findings, anchor } = each;
  const extent = `${counted(rows, 'row')} in ${counted(seals, 'seal')}`;
  const until = sealedUntil === null ? '' : `, sealed until ${minute(sealedUntil)}`;
  const rest = unsealed > 0 ? `, ${counted(unsealed, 'row')} not sealed yet` : '';
  const shown = findings.slice(0, MOST_SHOWN).map(({ sentence }) => `  ${sentence}`);
  return [
    `${slug}: ${faults === 0 ? 'nothing was changed' : counted(faults, 'fault')}; ${extent}${until}${rest}.`,
    ...shown,
    ...(faults > shown.length ? [`  … and ${faults - shown.length} more.`] : []),
    ...(['none', 'complete'].includes(anchor.state) ? [] : [`  ${anchor.sentence}`]),
  ].join('\n');
}
