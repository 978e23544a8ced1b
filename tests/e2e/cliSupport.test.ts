import { beforeAll, describe, expect, it } from 'vitest';
import { type Company, client, makeCompany } from '../support/api';
import { knowKey } from '../support/canary';
import { lavoro, lavoroJson } from '../support/lavoro';
import { lastEvent, slugOf } from '../support/leavingCompany';
import { consented, HEARD } from '../support/supportAccess';

describe('lavoro support', () => {
  let company: Company;
  let slug: string;
  beforeAll(async () => {
    company = await makeCompany();
    slug = await slugOf(company.id);
  });
  const open = ['--by', 'anna', '--reason', 'The stock of yarn looks wrong'];

  it('should be refused with a sentence where the company does not consent, and say so in its events', async () => {
    const { code, output } = await lavoro(['support', 'open', slug, ...open]);
    expect([code, output]).toEqual([
      1,
      `The company ${slug} does not let support in now: one of its owners or administrators must consent first. The attempt was recorded.\n`,
    ]);
    expect(await lastEvent(company.id)).toMatchObject({ event: 'support-refused', actor: 'cli:anna' });
    expect((await lavoro(['support', 'list', slug])).output).toBe('No company lets support in now.\n');
  });

  it('should be wrong usage without saying who and why', async () => {
    for (const args of [open.slice(0, 2), open.slice(2), []])
      expect((await lavoro(['support', 'open', slug, ...args])).code).toBe(2);
    expect((await lavoro(['support', 'open', slug, '--by', ' ', '--reason', 'x'])).code).toBe(1);
  });

  it('should open a company that consents, list who is in, and close it, in every process', async () => {
    await consented(company.owner);
    type Opening = { token: string; access: { id: string; level: string; until: string } };
    const { code, json } = await lavoroJson<Opening>(['support', 'open', slug, ...open]);
    expect([code, json.access.level]).toEqual([0, 'READ']);
    knowKey(json.token, company.id);
    const caller = client(json.token);
    expect((await caller.call('GET', '/suppliers')).status).toBe(200);
    const { output } = await lavoro(['support', 'list', slug]);
    expect(output).toContain(slug);
    expect(output).toContain(json.access.id);
    expect(output).not.toContain(json.token);
    expect((await lavoro(['support', 'close', json.access.id, '--by', 'bruno'])).code).toBe(0);
    await expect.poll(async () => (await caller.call('GET', '/suppliers')).status, HEARD).toBe(401);
    expect((await lavoro(['support', 'close', json.access.id, '--by', 'bruno'])).code).toBe(1);
  });
});
