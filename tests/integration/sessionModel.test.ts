import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { changeAccount } from '@/auth/accounts/accounts.repo';
import { openSession, REPEAT_SECONDS } from '@/auth/sessions/sessions.repo';
import { signAccessToken } from '@/auth/sessions/tokens';
import { config } from '@/config';
import { addMember } from '@/tenants/people/members.service';
import { client } from '../support/api';
import { asSuperuser, makeTenant, makeUser } from '../support/database';
import { interleaved } from '../support/interleave';
import { SessionModel } from '../support/sessionModel';
import { letPass, refresh } from '../support/sessions';

/** One thing that happens to the sessions of a person; `at` names a session, `back` how old the token of it is. */
type Step =
  | { readonly what: 'signIn'; readonly password?: number }
  | { readonly what: 'password' | 'disable' | 'enable' }
  | { readonly what: 'refresh'; readonly at: number; readonly back: number; readonly generation?: number }
  | { readonly what: 'signOut' | 'revoke' | 'revokeOthers' | 'switch'; readonly at: number }
  | { readonly what: 'role'; readonly role: 'OWNER' | 'ADMIN' | 'EMPLOYEE' }
  | { readonly what: 'wait'; readonly seconds: number };
/** What happens at the same moment, and in which order its statements reach the database. */
type Happening = { readonly steps: readonly Step[]; readonly order: readonly number[] };

const DAY_S = 24 * 3600;
const limits = () => ({
  idleS: config().SESSION_IDLE_DAYS * DAY_S,
  mostS: config().SESSION_MOST_DAYS * DAY_S,
  repeatS: REPEAT_SECONDS,
});

const at = fc.nat({ max: 2 });
const single: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ what: fc.constant('refresh' as const), at, back: fc.constantFrom(0, 0, 0, 1, 1, 2) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constantFrom('signOut' as const, 'revoke' as const, 'revokeOthers' as const), at }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('switch' as const), at }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constantFrom('password' as const, 'disable' as const, 'enable' as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('role' as const),
      role: fc.constantFrom('OWNER' as const, 'ADMIN' as const, 'EMPLOYEE' as const),
    }),
  },
);
const happening: fc.Arbitrary<Pick<Happening, 'steps'>> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(single).map((steps) => ({ steps })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(single, single)
      .filter(([a, b]) => a.what !== 'switch' || b.what !== 'switch')
      .map((steps) => ({ steps })),
  },
  { weight: 2, arbitrary: fc.constant({ steps: [{ what: 'signIn' as const }] }) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(REPEAT_SECONDS - 10, REPEAT_SECONDS + 10, 13 * DAY_S, 15 * DAY_S)
      .map((seconds) => ({ steps: [{ what: 'wait' as const, seconds }] })),
  },
);

const ordered = fc.record({
  steps: happening.map(({ steps }) => steps),
  order: fc.array(fc.nat({ max: 1 }), { maxLength: 24 }),
});

function takeAll(person: Person, steps: readonly Step[], order: readonly number[]): Promise<boolean[]> {
  const works = steps.map((step) => () => person.take(step));
  if (works.length === 1) return Promise.all(works.map((work) => work()));
  let turn = 0;
  return interleaved(works, (of) => (order[turn++] ?? 0) % of);
}

/** What is sent is decided before two things happen at once, and so is whether another session may come of it. */
function aimed(model: SessionModel, step: Step): Step {
  if (step.what === 'refresh') {
    const session = model.sessions[step.at];
    return { ...step, generation: (session?.generation ?? -1) - step.back };
  }
  if (step.what === 'signIn') return { ...step, password: model.password };
  return step.what === 'switch' && model.sessions.length >= 3 ? { what: 'role', role: 'OWNER' } : step;
}

/** What a step comes to in the model: whether it was let through. */
function inModel(model: SessionModel, step: Step): boolean {
  const session = 'at' in step ? model.sessions[step.at] : undefined;
  switch (step.what) {
    case 'signIn':
      if (model.sessions.length < 3) model.signIn(step.password ?? 0);
      return true;
    case 'refresh':
      if (!session || step.generation === undefined || step.generation < 0) return false;
      return model.refresh(session, step.generation);
    case 'signOut':
      if (session) model.end((each) => each === session);
      return true;
    case 'revoke':
    case 'revokeOthers':
      if (!session || !model.alive(session)) return false;
      model.end((each) => (each === session) === (step.what === 'revoke'));
      return true;
    case 'switch':
      return session !== undefined && model.switch(session);
    case 'password':
      model.end(() => true);
      model.password += 1;
      return true;
    case 'disable':
      model.end(() => true);
      model.active = false;
      return true;
    case 'enable':
      model.active = true;
      return true;
    case 'role':
      model.role = step.role;
      return true;
    case 'wait':
      model.now += step.seconds;
      return true;
  }
}

/** Somebody else owns it too, so that every role is possible. */
let company: string;
beforeAll(async () => {
  company = await makeTenant();
});

/** Stands for the hash of the n-th password. */
const hashOf = (password: number) => `hash ${password}`;

/** The real thing: a person with sessions, reached through the API. */
class Person {
  readonly sessions: { readonly id: string; accessToken: string; readonly tokens: string[] }[] = [];
  #passwords = 0;
  private constructor(
    readonly id: string,
    readonly tenantId: string,
  ) {}

  static async make(): Promise<Person> {
    const id = await makeUser({ password: hashOf(0) });
    await addMember(company, id, 'OWNER', 'cli:test');
    return new Person(id, company);
  }

  async take(step: Step): Promise<boolean> {
    const session = 'at' in step ? this.sessions[step.at] : undefined;
    switch (step.what) {
      case 'signIn':
        if (this.sessions.length < 3) await this.#begin(step.password ?? 0);
        return true;
      case 'refresh':
        return session !== undefined && this.#refresh(session, step.generation ?? -1);
      case 'signOut':
        if (session) await client().call('POST', '/auth/logout', { refreshToken: session.tokens.at(-1) });
        return true;
      case 'revoke':
        return session !== undefined && this.#did(session.accessToken, 'DELETE', `/auth/sessions/${session.id}`);
      case 'revokeOthers':
        return session !== undefined && this.#did(session.accessToken, 'DELETE', '/auth/sessions');
      case 'switch':
        return session !== undefined && this.#switch(session.accessToken);
      case 'password':
        this.#passwords += 1;
        await changeAccount(this.id, { password: hashOf(this.#passwords) });
        return true;
      case 'disable':
      case 'enable':
        await changeAccount(this.id, { isActive: step.what === 'enable' });
        return true;
      case 'role':
        await addMember(this.tenantId, this.id, step.role, 'cli:test');
        return true;
      case 'wait':
        await letPass(this.id, step.seconds);
        return true;
    }
  }

  /** As signing in does once the password was found right; which it was before anything else happened. */
  async #begin(password: number): Promise<void> {
    const person = { userId: this.id, tenantId: this.tenantId, passwordHash: hashOf(password) };
    const opened = await openSession({ ...person, deviceInfo: null, ipAddress: null });
    if (!opened) return;
    const accessToken = await signAccessToken({ userId: this.id, sessionId: opened.id, tenantId: this.tenantId });
    this.sessions.push({ id: opened.id, accessToken, tokens: [opened.refreshToken] });
  }

  async #refresh(session: (typeof this.sessions)[number], generation: number): Promise<boolean> {
    const token = session.tokens[generation];
    if (token === undefined) return false;
    const { status, body } = await refresh(token);
    if (status !== 200) return false;
    if (!session.tokens.includes(body.refreshToken)) session.tokens.push(body.refreshToken);
    expect(body.tenant?.id).toBe(this.tenantId);
    return true;
  }

  async #switch(accessToken: string): Promise<boolean> {
    const into = { tenantId: this.tenantId, tokenTransport: 'body' };
    const { status, body } = await client(accessToken).call('POST', '/auth/switch-tenant', into);
    if (status !== 200) return false;
    const { sid } = JSON.parse(Buffer.from(body.accessToken.split('.')[1], 'base64url').toString());
    this.sessions.push({ id: sid, accessToken: body.accessToken, tokens: [body.refreshToken] });
    return true;
  }

  async #did(accessToken: string, method: string, path: string): Promise<boolean> {
    return (await client(accessToken).call(method, path)).status < 300;
  }

  /** Whether the account is in use, the role, and each session in a few words. */
  async state(): Promise<string> {
    const rows = await asSuperuser<{ id: string; alive: boolean; generation: number }>(
      `SELECT s.id, s.generation, u.is_active AND s.revoked_at IS NULL AND s.expires_at > now() AND s.ends_at > now() AS alive
       FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.id = $1`,
      [this.id],
    );
    const [member] = await asSuperuser<{ role: string; account: string }>(
      `SELECT m.role, CASE WHEN u.is_active THEN 'active' ELSE 'disabled' END AS account
       FROM users u JOIN user_tenants m ON m.user_id = u.id WHERE u.id = $1`,
      [this.id],
    );
    const words = this.sessions.map(({ id }) => {
      const row = rows.find((each) => each.id === id);
      return row?.alive ? `alive ${row.generation}` : 'ended';
    });
    expect(rows).toHaveLength(words.length);
    return [member?.account, member?.role, ...words].join(', ');
  }
}

const stateOf = (model: SessionModel) =>
  [
    model.active ? 'active' : 'disabled',
    model.role,
    ...model.sessions.map((each) => (model.alive(each) ? `alive ${each.generation}` : 'ended')),
  ].join(', ');

/** Every order in which the steps may have been taken, with what each came to. */
function outcomes(model: SessionModel, steps: readonly Step[]) {
  const orders =
    steps.length === 2
      ? [
          [0, 1],
          [1, 0],
        ]
      : [[0]];
  return orders.map((order) => {
    const after = model.copy();
    const results: boolean[] = [];
    for (const index of order) results[index] = inModel(after, steps[index] as Step);
    return { after, told: JSON.stringify([results, stateOf(after)]) };
  });
}

/** What has a window of its own between two statements of the other. */
const RACES: readonly (readonly [Step, Step])[] = [
  [
    { what: 'revokeOthers', at: 0 },
    { what: 'switch', at: 1 },
  ],
  [
    { what: 'revokeOthers', at: 0 },
    { what: 'revokeOthers', at: 1 },
  ],
  [
    { what: 'revokeOthers', at: 0 },
    { what: 'refresh', at: 1, back: 0 },
  ],
  [
    { what: 'refresh', at: 0, back: 2 },
    { what: 'switch', at: 0 },
  ],
  [{ what: 'password' }, { what: 'signIn' }],
  [{ what: 'disable' }, { what: 'signIn' }],
  [{ what: 'password' }, { what: 'switch', at: 0 }],
  [{ what: 'disable' }, { what: 'refresh', at: 0, back: 0 }],
];

describe('the sessions of a person', () => {
  it.each(RACES)(
    'G7: should be as if one of two came first, in whatever order their statements run: %j, %j',
    async (...race) => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat({ max: 1 }), { minLength: 14, maxLength: 14 }), async (order) => {
          const person = await Person.make();
          const model = new SessionModel(limits());
          const before: Step[] = [
            { what: 'signIn' },
            { what: 'signIn' },
            ...Array(2).fill({ what: 'refresh', at: 0, back: 0 }),
          ];
          for (const step of before.map((each) => () => aimed(model, each))) {
            const next = step();
            expect([await person.take(next), inModel(model, next)]).toEqual([true, true]);
          }
          const steps = race.map((step) => aimed(model, step));
          const results = await takeAll(person, steps, order);
          const told = JSON.stringify([results, await person.state()]);
          expect(outcomes(model, steps).map((each) => each.told)).toContain(told);
        }),
        { numRuns: Number(process.env.RACE_RUNS ?? 40) },
      );
    },
  );

  it('G4: should be what the model says after whatever happens, two things at the same moment included', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(ordered, { minLength: 4, maxLength: 14 }), async (happenings) => {
        const person = await Person.make();
        let model = new SessionModel(limits());
        const first: Happening = { steps: [{ what: 'signIn' }], order: [] };
        for (const happened of [first, ...happenings]) {
          const steps = happened.steps.map((step) => aimed(model, step));
          const possible = outcomes(model, steps);
          const results = await takeAll(person, steps, happened.order);
          const told = JSON.stringify([results, await person.state()]);
          expect(possible.map((each) => each.told)).toContain(told);
          model = possible.find((each) => each.told === told)?.after as SessionModel;
        }
      }),
      { numRuns: Number(process.env.MODEL_RUNS ?? 60) },
    );
  });
});
