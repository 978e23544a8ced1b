import { describe, expect, it } from 'vitest';
import { disableAccount, findAccount } from '@/auth/accounts/accounts.service';
import { openClient } from '@/database/client';
import * as changes from '@/tenants/companies/changes.service';
import { askDeletion, withdrawDeletion } from '@/tenants/companies/deletion.service';
import { addMember, removeMember } from '@/tenants/people/members.service';
import { type Answer, type Company, client, tokenFor } from '../support/api';
import { until } from '../support/broker';
import { asSuperuser } from '../support/database';
import { auditOf, slugOf } from '../support/leavingCompany';
import {
  accept,
  decline,
  makeOwned,
  offer,
  offered,
  offerSeenBy,
  type Taker,
  takerIn,
  withdraw,
} from '../support/ownership';
import { rolesIn } from '../support/staff';
import { atOnce, refusal } from './support';

const ANNA = 'cli:anna';

/** A company with two owners, one of whom has offered it to somebody. */
async function opened() {
  const company = await makeOwned();
  const [second, taker] = [await takerIn(company, 'OWNER'), await takerIn(company, 'MANAGER')];
  await offered(company, taker);
  return { company, second, taker };
}
type Opened = Awaited<ReturnType<typeof opened>>;

async function disable(userId: string): Promise<void> {
  const account = await findAccount(userId);
  if (account) await disableAccount(account);
}

const transfersOf = async ({ id }: Company) =>
  (await auditOf(id)).filter(({ action }) => action === 'transfer-ownership').length;
const ownersOf = async ({ id }: Company) => Object.values(await rolesIn(id)).filter((role) => role === 'OWNER').length;
const statusesOf = (answers: readonly Answer<unknown>[]) => answers.map(({ status }) => status);

const ENDINGS: [string, (of: Opened) => Promise<unknown>, (of: Opened) => Promise<unknown>][] = [
  ['who gives it is removed', ({ company }) => removeMember(company.id, company.ownerId, ANNA), back('OWNER', 'giver')],
  [
    'who gives it leaves',
    ({ company }) => company.owner.call('DELETE', '/tenants/current/members/me'),
    back('OWNER', 'giver'),
  ],
  [
    'who gives it is made less',
    ({ company }) => addMember(company.id, company.ownerId, 'ADMIN', ANNA),
    back('OWNER', 'giver'),
  ],
  [
    'who takes it is removed',
    ({ company, taker }) => removeMember(company.id, taker.id, ANNA),
    back('MANAGER', 'taker'),
  ],
  [
    'who takes it is made less',
    ({ company, taker }) => addMember(company.id, taker.id, 'EMPLOYEE', ANNA),
    back('MANAGER', 'taker'),
  ],
  [
    'who takes it owns it already',
    ({ company, taker }) => addMember(company.id, taker.id, 'OWNER', ANNA),
    back('MANAGER', 'taker'),
  ],
  ['who gives it is disabled', ({ company }) => disable(company.ownerId), ({ company }) => enable(company.ownerId)],
  ['who takes it is disabled', ({ taker }) => disable(taker.id), ({ taker }) => enable(taker.id)],
  [
    'who takes it is put on hold',
    ({ taker }) => asSuperuser('UPDATE user_tenants SET is_active = false WHERE user_id = $1', [taker.id]),
    ({ taker }) => asSuperuser('UPDATE user_tenants SET is_active = true WHERE user_id = $1', [taker.id]),
  ],
  [
    'the company is suspended',
    ({ company }) => changes.suspendCompany(company.id, 'unpaid', ANNA),
    ({ company }) => changes.resumeCompany(company.id, ANNA),
  ],
  [
    'the company is to be deleted',
    async ({ company }) => askDeletion(company.id, await slugOf(company.id), ANNA),
    ({ company }) => withdrawDeletion(company.id, ANNA),
  ],
];

function back(role: 'OWNER' | 'MANAGER', who: 'giver' | 'taker') {
  return ({ company, taker }: Opened) =>
    addMember(company.id, who === 'giver' ? company.ownerId : taker.id, role, ANNA);
}
const enable = (userId: string) => asSuperuser('UPDATE users SET is_active = true WHERE id = $1', [userId]);

/** Signed in anew, for some endings end sessions. */
const again = async ({ company, taker }: Opened) => client(await tokenFor(taker.id, company.id));

describe('an offer of ownership', () => {
  it.each(ENDINGS)('should be over for good once %s', async (_what, end, undo) => {
    const place = await opened();
    await end(place);
    await undo(place);
    const caller = await again(place);
    expect(refusal(await accept(caller))).toEqual([409, 'INVALID_STATE']);
    expect(await transfersOf(place.company)).toBe(0);
    const [row] = await asSuperuser('SELECT ended_how FROM ownership_offers WHERE tenant_id = $1', [place.company.id]);
    expect(row).toEqual({ ended_how: 'LAPSED' });
  });

  it('should outlive what does not concern it: another name, another member, a role raised below ownership', async () => {
    const { company, second, taker } = await opened();
    await changes.renameCompany(company.id, { name: 'Another name' }, ANNA);
    await addMember(company.id, second.id, 'EMPLOYEE', ANNA);
    await removeMember(company.id, second.id, ANNA);
    await disable(second.id);
    await addMember(company.id, taker.id, 'ADMIN', ANNA);
    expect((await accept(taker.caller)).status).toBe(200);
    expect(await rolesIn(company.id)).toEqual({ [company.ownerId]: 'ADMIN', [taker.id]: 'OWNER' });
  });

  it('should be refused by what the rows say now, even where nobody ended it', async () => {
    const { company, taker } = await opened();
    const triggers = (what: 'DISABLE' | 'ENABLE') =>
      asSuperuser(`ALTER TABLE user_tenants ${what} TRIGGER offers_of_member_changed`);
    await triggers('DISABLE');
    await addMember(company.id, company.ownerId, 'ADMIN', ANNA);
    await triggers('ENABLE');
    expect((await offerSeenBy(taker.caller)).state).toBe('OPEN');
    expect(refusal(await accept(taker.caller))).toEqual([409, 'INVALID_STATE']);
    expect((await rolesIn(company.id))[taker.id]).toBe('MANAGER');
  });

  it('should be good for seven days by the clock of the database, and then make room for another', async () => {
    const { company, taker } = await opened();
    const [row] = await asSuperuser(
      `SELECT extract(epoch FROM expires_at - created_at)::int AS seconds FROM ownership_offers WHERE tenant_id = $1`,
      [company.id],
    );
    expect(row).toEqual({ seconds: 7 * 24 * 3600 });
    await asSuperuser(
      `UPDATE ownership_offers SET created_at = created_at - interval '7 days', expires_at = expires_at - interval '7 days'
       WHERE tenant_id = $1`,
      [company.id],
    );
    expect(await offerSeenBy(taker.caller)).toMatchObject({ state: 'LAPSED', endedAt: expect.any(String) });
    for (const answer of [await accept(taker.caller), await decline(taker.caller), await withdraw(company.owner)])
      expect(refusal(answer)).toEqual([409, 'INVALID_STATE']);
    await offered(company, taker);
    expect((await accept(taker.caller)).status).toBe(200);
  });

  it.each([
    [
      'a second open one',
      `INSERT INTO ownership_offers (id, tenant_id, from_user, to_user, giver_becomes, expires_at)
       SELECT gen_random_uuid(), tenant_id, from_user, to_user, giver_becomes, expires_at FROM ownership_offers WHERE tenant_id = $1`,
    ],
    ['one to oneself', 'UPDATE ownership_offers SET to_user = from_user WHERE tenant_id = $1'],
    ['one for long', `UPDATE ownership_offers SET expires_at = now() + interval '31 days' WHERE tenant_id = $1`],
    ['an owner who gives nothing', `UPDATE ownership_offers SET giver_becomes = 'OWNER' WHERE tenant_id = $1`],
    ['an end without a way', 'UPDATE ownership_offers SET ended_at = now() WHERE tenant_id = $1'],
  ])('should not be kept by the database as %s', async (_what, sql) => {
    const { company } = await opened();
    await expect(asSuperuser(sql, [company.id])).rejects.toMatchObject({ code: expect.stringMatching(/^23/) });
  });
});

describe('an ownership that goes over', () => {
  it('should go once, of ten acceptances at once, each of which is told so', async () => {
    const { company, taker } = await opened();
    const callers = await atOnce(10, () => again({ company, taker } as Opened));
    const answers = await Promise.all(callers.map((caller) => accept(caller)));
    expect(new Set(statusesOf(answers))).toEqual(new Set([200]));
    expect(await transfersOf(company)).toBe(1);
    expect((await accept(taker.caller)).body.state).toBe('ACCEPTED');
    expect(await transfersOf(company)).toBe(1);
    const events = await asSuperuser(`SELECT FROM security_events WHERE user_id = $1`, [taker.id]);
    expect(events).toHaveLength(1);
  });

  const RIVALS: [string, (of: Opened) => Promise<unknown>][] = [
    ['who gives it is removed', async ({ company }) => removeMember(company.id, company.ownerId, ANNA)],
    ['who gives it leaves', ({ company }) => company.owner.call('DELETE', '/tenants/current/members/me')],
    [
      'who gives it is made less by another owner',
      ({ company, second }) =>
        second.caller.call('PATCH', `/tenants/current/members/${company.ownerId}`, { role: 'EMPLOYEE' }),
    ],
    ['who takes it is removed', async ({ company, taker }) => removeMember(company.id, taker.id, ANNA)],
    ['who takes it is disabled', ({ taker }) => disable(taker.id)],
    ['who gives it is disabled', ({ company }) => disable(company.ownerId)],
    ['it is withdrawn', ({ company }) => withdraw(company.owner)],
    ['it is declined', ({ taker }) => decline(taker.caller)],
    ['the company is suspended', async ({ company }) => changes.suspendCompany(company.id, 'unpaid', ANNA)],
  ];

  it.each(RIVALS)('H3: should go or not, and leave an owner, where at the same moment %s', async (_what, rival) => {
    for (let round = 0; round < 4; round += 1) {
      const place = await opened();
      const [accepted] = await Promise.all([
        accept(place.taker.caller),
        // What comes too late is refused.
        Promise.resolve(rival(place)).catch(() => undefined),
      ]);
      expect([200, 401, 403, 409]).toContain(accepted.status);
      expect(await transfersOf(place.company)).toBe(accepted.status === 200 ? 1 : 0);
      expect(await ownersOf(place.company)).toBeGreaterThan(0);
    }
  });

  it.each([
    [
      'should not go to',
      async ({ company, taker }: Opened) => {
        await offered(company, taker);
        return () => accept(taker.caller);
      },
      409,
    ],
    [
      'should not be offered to',
      async ({ company, taker }: Opened) =>
        () =>
          offer(company.owner, taker.id),
      404,
    ],
  ] as const)('%s somebody who is just being disabled', async (_what, prepare, status) => {
    const company = await makeOwned();
    const taker = await takerIn(company);
    const ask = await prepare({ company, taker, second: taker });
    const held = await openClient({ connectionString: process.env.DATABASE_URL });
    await held.query('BEGIN');
    await held.query('UPDATE users SET is_active = false WHERE id = $1', [taker.id]);
    const answer = ask();
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await until(async () => (await asSuperuser(waiting)).length === 1);
    await held.query('COMMIT');
    await held.end();
    expect((await answer).status).toBe(status);
    expect(await rolesIn(company.id)).toEqual({ [company.ownerId]: 'OWNER', [taker.id]: 'MANAGER' });
    const open = `SELECT FROM ownership_offers WHERE tenant_id = $1 AND ended_at IS NULL`;
    expect(await asSuperuser(open, [company.id])).toEqual([]);
  });

  it('should be offered once, of offers to several people at the same moment', async () => {
    const company = await makeOwned();
    const takers: Taker[] = [await takerIn(company), await takerIn(company), await takerIn(company)];
    const answers = await Promise.all(takers.map(({ id }) => offer(company.owner, id)));
    expect(statusesOf(answers).sort()).toEqual([200, 409, 409]);
    const same = await Promise.all(
      [1, 2, 3].map(() => offer(company.owner, answers.find(({ status }) => status === 200)?.body.to.id)),
    );
    expect(new Set(same.map(({ body }) => body.id)).size).toBe(1);
    const [count] = await asSuperuser(`SELECT count(*)::int AS offers FROM ownership_offers WHERE tenant_id = $1`, [
      company.id,
    ]);
    expect(count).toEqual({ offers: 1 });
  });
});
