import { id as idField } from '@/contract/fields';
import { supportOperator, supportReason } from '@/contract/support';
import { closeSupport, listSupport, openSupport } from '@/tenants/support/supportOpening.service';
import { checked, requireCompany } from './companies';
import { minute, type Output, table } from './output';

export type OpenOptions = { readonly by: string; readonly reason: string };

const MAY = { READ: 'read', READ_WRITE: 'read and write' } as const;

/** `lavoro support open` */
export async function openCompany(named: string, options: OpenOptions): Promise<Output> {
  const operator = checked(supportOperator, options.by);
  const reason = checked(supportReason, options.reason);
  const { id, slug } = await requireCompany(named);
  const { token, accessId, level, until } = await openSupport(id, { operator, reason });
  return {
    json: { changed: true, company: { id, slug }, access: { id: accessId, level, until }, token },
    text: [
      `${operator} may ${MAY[level]} in ${slug} until ${minute(until)} UTC, or until the company ends it. Access ${accessId}.`,
      `Send it as "Authorization: Bearer …"; it is shown this once:`,
      token,
    ].join('\n'),
  };
}

/** `lavoro support list` */
export async function listOpen(named: string | undefined): Promise<Output> {
  const tenantId = named === undefined ? undefined : (await requireCompany(named)).id;
  const open = await listSupport(tenantId);
  const rows = open.flatMap(({ slug, consent }) => {
    const { level, expiresAt, accesses } = consent;
    const inside = accesses.filter(({ endedAt }) => endedAt === null);
    const first = [slug, MAY[level], minute(expiresAt)];
    if (inside.length === 0) return [[...first, '', '', '']];
    return inside.map((each) => [...first, each.by, minute(each.expiresAt), each.id]);
  });
  const heading = ['company', 'may', 'consents until', 'inside', 'until', 'access'];
  return { json: { companies: open }, text: table(heading, rows, 'No company lets support in now.') };
}

/** `lavoro support close` */
export async function closeAccess(access: string, options: { readonly by: string }): Promise<Output> {
  const id = checked(idField, access);
  const by = checked(supportOperator, options.by);
  const { tenantId, operator } = await closeSupport(id, by);
  return {
    json: { changed: true, access: { id, tenantId } },
    text: `The access of ${operator} has ended; the company still consents until it says otherwise.`,
  };
}
