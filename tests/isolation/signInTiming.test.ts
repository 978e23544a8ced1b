import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerResetRequests, resets } from '@/auth/passwords/passwordReset.service';
import { hashPassword } from '@/auth/passwords/passwords';
import { client } from '../support/api';
import { asSuperuser, makeTenant, makeUser } from '../support/database';
import { PASSWORD } from '../support/sessions';
import { holm, mannWhitney } from '../support/statistics';
import { makePersonWithTotp } from '../support/totp';

const ROUNDS = 250;
const WARM_UP = 10;
const LEVEL = 0.01;

type Kind = { readonly name: string; readonly ask: () => Promise<unknown>; readonly before?: () => Promise<unknown> };

/** Milliseconds of each kind, asked in turns; each round begins with another, so that none has always the same one's wake. */
async function times(kinds: readonly Kind[], rounds = ROUNDS): Promise<number[][]> {
  const taken: number[][] = kinds.map(() => []);
  for (let round = -WARM_UP; round < rounds; round += 1) {
    for (let turn = 0; turn < kinds.length; turn += 1) {
      const index = (turn * (round % 2 === 0 ? 1 : -1) + round + WARM_UP + kinds.length * 1000) % kinds.length;
      const kind = kinds[index] as Kind;
      await kind.before?.();
      const started = performance.now();
      await kind.ask();
      if (round >= 0) taken[index]?.push(performance.now() - started);
    }
  }
  return taken;
}

/** Which kinds take another time than the first; one that looks so by chance does not look so again. */
async function separable([first, ...others]: readonly Kind[]): Promise<string[]> {
  const told = async (kinds: readonly Kind[]) => {
    const [base = [], ...rest] = await times(kinds);
    return kinds.slice(1).map((of, index) => ({ of, p: mannWhitney(base, rest[index] ?? []) }));
  };
  const suspects = holm(await told([first as Kind, ...others]), LEVEL);
  if (suspects.length === 0) return [];
  const again = await told([first as Kind, ...suspects]);
  return again.filter(({ p }) => p < LEVEL).map(({ of, p }) => `${of.name} (p ${p.toExponential(1)})`);
}

describe('the time of signing in', () => {
  const wrong = 'not the right password';
  let names: Record<'wrong' | 'waiting' | 'disabled' | 'withTotp', string>;
  let slug: string;
  const login = (identifier: string, password: string, more: object = {}) =>
    client().call('POST', '/auth/login', { identifier, password, tokenTransport: 'body', ...more });

  beforeAll(async () => {
    const password = await hashPassword(PASSWORD);
    const [known, waiting, disabled] = await Promise.all(
      [0, 1, 2].map(async () => {
        const email = `${uuidv7()}@example.test`;
        return { email, id: await makeUser({ email, password }) };
      }),
    );
    names = {
      wrong: known?.email ?? '',
      waiting: waiting?.email ?? '',
      disabled: disabled?.email ?? '',
      withTotp: (await makePersonWithTotp()).email,
    };
    await asSuperuser('UPDATE users SET is_active = false WHERE id = $1', [disabled?.id]);
    await asSuperuser(
      `INSERT INTO stranger_failures (account, lately, streak, last_at, wait_until)
       VALUES ($1, 99, 50, now(), now() + interval '1 day')`,
      [`account:${waiting?.id}`],
    );
    slug = 'a-mill-of-others';
    await makeTenant({ slug });
  });

  /** Nobody has to wait but who does: the counts of the others are taken back. */
  const freshly = () => asSuperuser(`DELETE FROM stranger_failures WHERE wait_until < now() + interval '1 hour'`);

  it('G11: should not tell unknown, wrong, having to wait, disabled, with a second factor, or another company’s slug apart', async () => {
    const kinds: Kind[] = [
      { name: 'wrong', before: freshly, ask: () => login(names.wrong, wrong) },
      { name: 'unknown', before: freshly, ask: () => login('nobody@example.test', wrong) },
      { name: 'waiting', before: freshly, ask: () => login(names.waiting, wrong) },
      { name: 'waiting and right', before: freshly, ask: () => login(names.waiting, PASSWORD) },
      { name: 'disabled', before: freshly, ask: () => login(names.disabled, PASSWORD) },
      { name: 'second factor', before: freshly, ask: () => login(names.withTotp, wrong, { totp: '123456' }) },
      { name: 'another slug', before: freshly, ask: () => login(names.wrong, wrong, { tenantSlug: slug }) },
    ];
    expect(await separable(kinds)).toEqual([]);
  });

  it('G11: should be measured well enough to tell whether a password was hashed', async () => {
    const from = '198.51.100.7';
    await asSuperuser(`INSERT INTO rate_limits (key, count, ends_at) VALUES ($1, 30, now() + interval '1 day')`, [
      `sign-in:${from}`,
    ]);
    const refused = () =>
      client(undefined, from).call('POST', '/auth/login', { identifier: names.wrong, password: wrong });
    const [slow = [], fast = []] = await times(
      [
        { name: 'wrong', before: freshly, ask: () => login(names.wrong, wrong) },
        { name: 'refused', ask: refused },
      ],
      30,
    );
    expect(mannWhitney(slow, fast)).toBeLessThan(LEVEL);
  });

  it('G11: should not tell whose password was said to be forgotten', async () => {
    const forgot = (identifier: string) => client().call('POST', '/auth/password/forgot', { identifier });
    // What is done in the background is done, and what was sent does not count, before the next is asked for.
    const quiet = async () => {
      await answerResetRequests();
      await asSuperuser(`DELETE FROM rate_limits WHERE key LIKE 'reset-sent:%'`);
    };
    const stop = resets.start();
    try {
      const kinds = Object.entries({ known: names.wrong, unknown: 'nobody@example.test', disabled: names.disabled });
      expect(
        await separable(kinds.map(([name, email]) => ({ name, before: quiet, ask: () => forgot(email) }))),
      ).toEqual([]);
    } finally {
      await stop();
    }
  });
});
