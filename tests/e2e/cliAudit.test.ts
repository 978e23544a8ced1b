import { readFile, rm, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { ifMatch, made } from '../integration/support';
import { type Company, makeCompany } from '../support/api';
import { anchorFileOf, idsOf, logOf } from '../support/auditChain';
import { asSuperuser } from '../support/database';
import { lavoro, lavoroJson } from '../support/lavoro';
import { slugOf } from '../support/leavingCompany';
import { sealCompany } from '../support/sealing';

type Verified = { sound: boolean; companies: { slug: string; faults: number; findings: { id?: string }[] }[] };

describe('lavoro audit', () => {
  let company: Company;
  let slug: string;
  let supplierId: string;
  beforeAll(async () => {
    company = await makeCompany();
    slug = await slugOf(company.id);
    const supplier = await made(company.owner, '/suppliers', { name: 'Filatura Alba', kind: 'YARN' });
    supplierId = supplier.id;
    await company.owner.call('PATCH', `/suppliers/${supplier.id}`, { city: 'Biella', notes: 'x' }, ifMatch(supplier));
    await lavoro(['fields', 'add', slug, '--table', 'suppliers', '--label', 'Mill', '--type', 'TEXT', '--by', 'anna']);
  });

  it('should list what was done, by whom and to what', async () => {
    const { code, output } = await lavoro(['audit', 'list', slug]);
    const lines = output.trimEnd().split('\n');
    expect([code, lines[0]]).toEqual([0, expect.stringMatching(/^AT +BY +ACTION +WHAT +WHICH +CHANGED$/)]);
    expect(lines.slice(1).map((line) => line.slice(18).replace(/ +/g, ' '))).toEqual([
      'Anna Conti create supplier Filatura Alba',
      'Anna Conti update supplier Filatura Alba city, notes',
      'cli:anna create custom_field Mill',
    ]);
    expect(await asSuperuser(`SELECT actor FROM ${logOf(company.id)} WHERE entity = 'custom_field'`)).toEqual([
      { actor: 'cli:anna' },
    ]);
  });

  it.each([
    [['--by', 'anna'], ['create']],
    [['--by', 'cli:anna'], ['create']],
    [
      ['--record', 'ID'],
      ['create', 'update'],
    ],
    [['--by', 'OWNER', '--most', '1'], ['update']],
    [['--since', '2020-01-01', '--until', '2020-12-31T10:00Z'], []],
    [
      ['--since', 'TODAY', '--until', 'TODAY'],
      ['create', 'update', 'create'],
    ],
  ] as const)('should list with %j only what is asked for', async (options, actions) => {
    const [{ today = '' } = {}] = await asSuperuser<{ today: string }>(
      `SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS today`,
    );
    const said = options.map((word) =>
      word.replace('ID', supplierId).replace('OWNER', company.ownerId).replace('TODAY', today),
    );
    const { code, json } = await lavoroJson<{ entries: { action: string }[] }>(['audit', 'list', slug, ...said]);
    expect([code, json.entries.map(({ action }) => action)]).toEqual([0, actions]);
  });

  it('should seal, verify, and name what somebody has changed', async () => {
    expect(await lavoro(['audit', 'verify', slug])).toEqual({
      code: 0,
      output: `${slug}: nothing was changed; 0 rows in 0 seals, 3 rows not sealed yet.\n`,
    });
    const sealed = await lavoro(['audit', 'seal', slug]);
    expect([sealed.code, sealed.output]).toEqual([
      0,
      expect.stringMatching(/^Sealed 3 rows\.\nSealed until \d{4}-\d\d-\d\d \d\d:\d\d by seal 1\.\n$/),
    ]);
    expect((await lavoro(['audit', 'seal', slug])).output).toMatch(/^There was nothing to seal\.\nSealed until/);
    expect((await lavoro(['audit', 'verify', slug])).output).toMatch(
      /: nothing was changed; 3 rows in 1 seal, sealed until [\d: -]+\.\n$/,
    );

    const [, changed] = await idsOf(company.id);
    await asSuperuser(`UPDATE ${logOf(company.id)} SET action = 'approve' WHERE id = $1`, [changed]);
    const found = await lavoro(['audit', 'verify', slug]);
    expect([found.code, found.output]).toEqual([
      1,
      expect.stringMatching(
        `: 1 fault; 3 rows in 1 seal.*\n  Row ${changed} was changed: it is not what seal 1 holds.\n$`,
      ),
    ]);
    const { code, json } = await lavoroJson<Verified>(['audit', 'verify', slug]);
    expect([code, json]).toMatchObject([
      1,
      { sound: false, companies: [{ slug, faults: 1, findings: [{ id: changed }] }] },
    ]);
    await asSuperuser(`UPDATE ${logOf(company.id)} SET action = 'update' WHERE id = $1`, [changed]);
    expect((await lavoro(['audit', 'verify', slug])).code).toBe(0);
  });

  it('should verify all companies, and say of each what is wrong', async () => {
    const other = await makeCompany();
    await made(other.owner, '/suppliers', { name: 'A', kind: 'YARN' });
    await sealCompany(other.id);
    await asSuperuser(`DELETE FROM ${logOf(other.id)}`);
    const { code, json } = await lavoroJson<Verified>(['audit', 'verify']);
    expect([code, json.sound]).toEqual([1, false]);
    const faults = Object.fromEntries(json.companies.map((each) => [each.slug, each.faults]));
    expect(faults).toMatchObject({ [slug]: 0, [await slugOf(other.id)]: 1 });
  });

  it('should say when the anchor is missing, and anchor all when it is told to', async () => {
    const kept = await readFile(anchorFileOf(company.id), 'utf8');
    await rm(anchorFileOf(company.id));
    const missing = await lavoro(['audit', 'verify', slug]);
    expect([missing.code, missing.output]).toEqual([1, expect.stringContaining('the anchor is missing')]);
    expect((await lavoro(['audit', 'seal', slug, '--anchor-all'])).output).toMatch(/Anchored 1 older seal\.\n$/);
    expect(await readFile(anchorFileOf(company.id), 'utf8')).toBe(kept);
    expect((await lavoro(['audit', 'verify', slug])).code).toBe(0);
  });

  it('should seal although the anchor cannot be written, and say so', async () => {
    await made(company.owner, '/suppliers', { name: 'Later', kind: 'YARN' });
    const folder = `${anchorFileOf(company.id)}.no-folder`;
    await writeFile(folder, '');
    const { code, output } = await lavoro(['audit', 'seal', slug], { env: { AUDIT_ANCHOR_DIR: folder } });
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/^Sealed 1 row\.\n.*\nThe seals could not be anchored: see AUDIT_ANCHOR_DIR\.\n$/),
    ]);
  });

  it.each([
    [['audit', 'list'], /missing required argument 'company'/i],
    [['audit', 'list', 'x', '--since', 'yesterday'], /It must be like 2026-03-01/],
    [['audit', 'list', 'x', '--since', '2026-02-31'], /It must be like 2026-03-01/],
    [['audit', 'verify', 'x', '--all'], /Unknown option/],
  ])('should call %j wrong usage', async (args, says) => {
    expect(await lavoro(args)).toEqual({ code: 2, output: expect.stringMatching(says) });
  });

  it('should refuse a company that is not there', async () => {
    for (const verb of ['list', 'seal', 'verify']) {
      const { code, output } = await lavoro(['audit', verb, 'nobody']);
      expect([code, output]).toEqual([1, expect.stringContaining('There is no company "nobody"')]);
    }
  });
});
