import { v7 as uuidv7 } from 'uuid';
import { makeKey, SUPPORT_MARK } from '@/auth/access/apiKeys';
import { supportActor } from '@/auth/access/supportAccess';
import { tellAbout } from '@/auth/accounts/notices';
import { recordSecurityEvent } from '@/auth/securityEvents/securityEvents';
import type { Actor } from '@/context';
import type { SecurityEventKind, SupportLevel } from '@/contract/enums';
import type { Consent } from '@/contract/support';
import { withControlTransaction } from '@/database/transaction';
import { Refusal } from '@/lib/refusal';
import { messageTexts } from '@/messages/texts';
import { recordEvent } from '../companies/events.repo';
import { type LoggedChange, withLoggedChange } from '../companies/loggedChange';
import * as repo from './support.repo';

/** Somebody of the operator's at the command line, and why they want in. */
export type Opening = { readonly operator: string; readonly reason: string };

export type Opened = {
  readonly accessId: string;
  /** In this one answer and nowhere else. */
  readonly token: string;
  readonly level: SupportLevel;
  readonly until: string;
};

const ENTITY = 'support_access';
const none = { userId: null, sessionId: null, ip: null };

/**
 * Opens a company to somebody of the operator's while it consents, of which its owners are told. Throws FORBIDDEN where it does not, which is recorded, and
 * UnknownTenantError.
 */
export async function openSupport(tenantId: string, { operator, reason }: Opening): Promise<Opened> {
  const requestId = uuidv7();
  const id = uuidv7();
  const { key: token, secretHash } = makeKey(id, SUPPORT_MARK);
  const doer = { ...none, requestId, tenant: { id: tenantId }, actor: cliActor(operator) };
  const opened = await withLoggedChange(doer, async (change) => {
    const { db, company } = change;
    const consent = company.status === 'ACTIVE' ? await repo.liveConsent(db, tenantId) : undefined;
    if (!consent) throw noConsent(company);
    const access = { id, tenantId, consentId: consent.id, operator, reason, secretHash };
    const until = await repo.insertAccess(db, access);
    const { level, id: consentId } = consent;
    const after = { by: operator, reason, level, until, consent: consentId };
    await told(change, { operator, consentId, id, event: 'support-opened', action: 'open', after });
    for (const owner of await repo.addressesOfOwners(db, tenantId))
      await tellAbout(db, owner, messageTexts().supportOpened());
    return { accessId: id, token, level, until };
  }).catch(async (error: unknown) => {
    if (error instanceof Refusal) await recordRefusal(tenantId, { operator, reason }, requestId);
    throw error;
  });
  const detail = { by: operator, accessId: id, level: opened.level };
  await record('SUPPORT_OPENED', tenantId, requestId, detail);
  return opened;
}

/** Ends an access at once; its company keeps its consent. Throws NOT_FOUND, INVALID_STATE for one that has ended. */
export async function closeSupport(accessId: string, by: string): Promise<{ tenantId: string; operator: string }> {
  const found = await repo.findAccess(accessId);
  if (!found)
    throw new Refusal('NOT_FOUND', 'There is no such support access. All that are open: npx lavoro support list');
  const { tenantId, operator, consentId } = found;
  const requestId = uuidv7();
  await withLoggedChange({ ...none, requestId, tenant: { id: tenantId }, actor: cliActor(by) }, async (change) => {
    if (!(await repo.closeAccess(change.db, accessId, cliActor(by))))
      throw new Refusal('INVALID_STATE', 'This support access has ended already.');
    const after = { by: operator, consent: consentId, closedBy: by };
    await told(change, { operator: by, consentId, id: accessId, event: 'support-closed', action: 'close', after });
  });
  await record('SUPPORT_CLOSED', tenantId, requestId, { by, accessId });
  return { tenantId, operator };
}

/** The companies that let support in now, with what they consent to; or `tenantId` alone. */
export async function listSupport(tenantId?: string): Promise<{ slug: string; consent: Consent }[]> {
  const companies = await repo.openCompanies(tenantId);
  const each = companies.map(async ({ id, slug }) => {
    const consent = (await repo.listConsents(id)).find(({ state }) => state === 'LIVE');
    return consent ? [{ slug, consent }] : [];
  });
  return (await Promise.all(each)).flat();
}

const cliActor = (name: string): Actor => `cli:${name}`;

type Happened = {
  readonly operator: string;
  readonly consentId: string;
  readonly id: string;
  readonly event: 'support-opened' | 'support-closed';
  readonly action: string;
  readonly after: object;
};

/** In the company's own log it is support under that consent; in its events the command, as all that is done by it. */
async function told(change: LoggedChange, { operator, consentId, id, event, action, after }: Happened): Promise<void> {
  const tenantId = change.company.id;
  await recordEvent(change.db, { tenantId, event, actor: cliActor(operator), detail: { id, ...after } });
  await change.audit({ action, entity: ENTITY, entityId: id, after }, supportActor({ by: operator, consentId }));
}

async function recordRefusal(tenantId: string, { operator, reason }: Opening, requestId: string): Promise<void> {
  const detail = { by: operator, reason };
  await withControlTransaction((db) =>
    recordEvent(db, { tenantId, event: 'support-refused', actor: cliActor(operator), detail }),
  );
  await record('SUPPORT_REFUSED', tenantId, requestId, { how: 'open', ...detail });
}

const record = (kind: SecurityEventKind, tenantId: string, requestId: string, detail: object) =>
  recordSecurityEvent({ requestId, ip: null }, { kind, tenantId, detail });

function noConsent({ slug, status }: LoggedChange['company']): Refusal {
  if (status !== 'ACTIVE')
    return new Refusal('FORBIDDEN', `The company ${slug} is closed: nobody works in it, support neither.`);
  return new Refusal(
    'FORBIDDEN',
    `The company ${slug} does not let support in now: one of its owners or administrators must consent first. The attempt was recorded.`,
  );
}
