import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { Duplicate, DuplicateReason, duplicatesQuery } from '@/contract/partners';
import { holdSeries } from '@/database/numbers';
import { nameKey, nearlySame } from '@/lib/partnerKeys';
import { Refusal } from '@/lib/refusal';
import { taxKey } from '@/lib/taxIds';
import { type Alike, findAlike, type Marks } from './duplicates.repo';
import { ONE_OF, type PartnerTable } from './partner';

type Identity = {
  readonly name?: string | null | undefined;
  readonly taxId?: string | null | undefined;
  readonly country?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
};

const MOST_NAMED = 5;
const WORDS: Readonly<Record<DuplicateReason, string>> = {
  taxId: 'the same tax id',
  email: 'the same e-mail address',
  phone: 'the same phone number',
  name: 'the same name, or nearly',
};

/** What a party is found by that looks like this one. */
export const marksOf = ({ name, taxId, country, email, phone }: Identity): Marks => ({
  nameKey: name ? nameKey(name) || null : null,
  taxKey: taxKey(taxId, country),
  email: email ?? null,
  phone: phone ?? null,
});

/** Those that look like what is about to be entered, the surest first. */
export async function listDuplicates(
  ctx: TenantContext,
  table: PartnerTable,
  { email, phone, ...query }: z.output<typeof duplicatesQuery>,
): Promise<{ data: Duplicate[] }> {
  const tidy = { ...query, email: email?.toLowerCase(), phone: phone?.replace(/[\s().-]/g, '') };
  return { data: await likeThese(ctx, table, marksOf(tidy)) };
}

/**
 * Refuses what looks like another one, of a change only by what it changes. Until the transaction has ended nobody else
 * enters one of this kind, so that of two alike at once one is refused. Throws LOOKS_LIKE_ANOTHER, which names the others.
 */
export async function requireUnlike(
  ctx: TenantContext,
  table: PartnerTable,
  after: Identity,
  current?: Identity & { readonly id: string },
): Promise<void> {
  const marks = changedMarks(marksOf(after), current && marksOf(current));
  if (Object.values(marks).every((mark) => mark === null)) return;
  await holdSeries(ctx.db, ONE_OF[table]);
  const others = (await likeThese(ctx, table, marks)).filter(({ id }) => id !== current?.id).slice(0, MOST_NAMED);
  if (others.length === 0) return;
  const faults = others.flatMap((other) =>
    other.reasons.map((path) => ({ path, code: 'LOOKS_LIKE_ANOTHER', message: `${named(other)} has ${WORDS[path]}` })),
  );
  throw new Refusal(
    'LOOKS_LIKE_ANOTHER',
    `This looks like ${others.map(named).join(', ')}. If it is another one all the same, say so with "allowDuplicate": true.`,
    faults,
  );
}

function changedMarks(after: Marks, before: Marks | undefined): Marks {
  const changed = Object.entries(after).map(([name, mark]) => [
    name,
    mark === before?.[name as keyof Marks] ? null : mark,
  ]);
  return Object.fromEntries(changed) as Marks;
}

async function likeThese(ctx: TenantContext, table: PartnerTable, marks: Marks): Promise<Duplicate[]> {
  if (Object.values(marks).every((mark) => mark === null)) return [];
  const found = (await findAlike(ctx, table, marks)).map((other) => shown(other, reasonsFor(marks, other)));
  return found
    .filter(({ reasons }) => reasons.length > 0)
    .sort((one, other) => other.reasons.length - one.reasons.length);
}

const shown = ({ id, code, name, city, country, archivedAt }: Alike, reasons: DuplicateReason[]): Duplicate => ({
  id,
  code,
  name,
  city,
  country,
  archivedAt,
  reasons,
});

function reasonsFor(marks: Marks, other: Alike): DuplicateReason[] {
  const same = (mark: keyof Marks) => marks[mark] !== null && marks[mark] === other[mark];
  const reasons: [DuplicateReason, boolean][] = [
    ['taxId', same('taxKey')],
    ['email', same('email')],
    ['phone', same('phone')],
    ['name', marks.nameKey !== null && other.nameKey !== null && nearlySame(marks.nameKey, other.nameKey)],
  ];
  return reasons.filter(([, alike]) => alike).map(([reason]) => reason);
}

const named = ({ code, name, archivedAt }: Pick<Duplicate, 'code' | 'name' | 'archivedAt'>) =>
  `${code} ${name}${archivedAt === null ? '' : ' (archived)'}`;
