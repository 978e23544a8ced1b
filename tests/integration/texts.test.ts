import { beforeAll, describe, expect, it } from 'vitest';
import { tenantSchema } from '@/database/tenantName';
import type { Route } from '@/http/route';
import { routes } from '@/routes';
import { acceptedRequest, callerOf } from '../support/acceptedRequests';
import { type Client, type Company, makeCompany } from '../support/api';
import { toCsv } from '../support/csvText';
import { asSuperuser, contentsOf } from '../support/database';
import { importsBy } from '../support/imports';
import { makeStore, post, posted } from '../support/mill';
import { endsCompany, linksTo, makeRecords, type Records, recordOfPath, takesPassword } from '../support/records';
import {
  exampleOf,
  fieldsOf,
  freshText,
  isSecret,
  isText,
  type Links,
  nameOf,
  type Path,
  schemaOf,
  valueAt,
  withValue,
} from '../support/routeInputs';
import { isRuled, OWN_PREFIX, withLots } from '../support/stockRequests';
import { got, ifMatch, listed, made, refusal } from './support';

const TAKING = routes.filter((route) => route.access !== 'public' && route.body && !endsCompany(route));
const named = (some: readonly Route[]) => some.map((route) => [route.method, route.path, route] as const);
/** Takes the names of fields: other texts are refused (integration/imports). */
const OF_NAMES = '/imports/:id';

/** What no text may hold, whatever else it may: it could not be stored, or would not come out as it went in. */
const BAD_TEXTS: readonly (readonly [string, string])[] = [
  ['NUL', 'a\u0000b'],
  ['half of a character', 'a\ud800b'],
  ['its other half', '\udc00'],
  ['the halves in the wrong order', '\udc00\ud800'],
  ['a control character', 'a\u001bb'],
  ['one of the second set', 'a\u0085b'],
  ['twenty thousand letters', 'x'.repeat(20_000)],
];

/** Nearly all that a body may be. */
const MEGABYTE = ['a megabyte', 'x'.repeat(1_000_000)] as const;

/** What people write, and as what it is kept. */
const KEPT: readonly (readonly [string, string])[] = [
  ['Cafe\u0301 Nin\u0303o', 'Caf\u00e9 Ni\u00f1o'],
  ['\u212bngstr\u00f6m', '\u00c5ngstr\u00f6m'],
  ['שלום עולם', 'שלום עולם'],
  ['\u202eمرحبا\u202c 12', '\u202eمرحبا\u202c 12'],
  ['सूती धागा', 'सूती धागा'],
  ['👩\u200d🔧 \u{2f81a}', '👩\u200d🔧 \u51ac'],
  ['ﬁlato', 'ﬁlato'],
];

let company: Company;
let own: Records;
let links: Links;
beforeAll(async () => {
  company = await makeCompany();
  own = await makeRecords(company.owner);
  links = linksTo(company.id, own);
});

const urlOf = ({ path, ...route }: Route) =>
  path.includes('/:') ? path.replace(/:\w+/, own[recordOfPath({ ...route, path })].id) : path;

describe('a text', () => {
  it.each(named(TAKING))('I4: should be refused by %s %s with what cannot be kept, in every field', async (...row) => {
    const [method, path, route] = row;
    const fields = fieldsOf(schemaOf(route.body)).filter((field) => isText(field) && !isSecret(field));
    if (fields.length === 0 || path === OF_NAMES) return;
    const caller = await callerOf(company, route);
    const before = JSON.stringify(await contentsOf(company.id));
    for (const [index, field] of fields.entries())
      for (const [what, text] of index === 0 ? [...BAD_TEXTS, MEGABYTE] : BAD_TEXTS) {
        const body = withValue(exampleOf(schemaOf(route.body), links, [field.path]), field.path, text);
        const answer = await caller.call(method, urlOf(route), body, { 'if-match': '"1"' });
        expect([what, answer.status, refusal(answer)]).toEqual([
          what,
          400,
          expect.arrayContaining([nameOf(field.path)]),
        ]);
      }
    expect(JSON.stringify(await contentsOf(company.id))).toBe(before);
  });

  it.each(named(routes.filter(({ query, access }) => query && access !== 'public')))(
    'I4: should be refused by %s %s with what cannot be kept, in every parameter',
    async (method, _path, route) => {
      const texts = BAD_TEXTS.filter(([, text]) => !/\p{Cs}/u.test(text)).map(([what, text]) => [
        what,
        text.slice(0, 5000),
      ]);
      const caller = await callerOf(company, route);
      for (const name of Object.keys(schemaOf(route.query).properties ?? {}))
        for (const [what = '', text = ''] of texts) {
          const query = exampleOf(schemaOf(route.query), links) as Record<string, string>;
          const search = new URLSearchParams({ ...query, [name]: text });
          const { status } = await caller.call(method, `${urlOf(route)}?${search}`, undefined, { 'if-match': '"1"' });
          expect([name, what, status]).toEqual([name, what, expect.toBeOneOf([400, 422])]);
        }
    },
  );

  it.each(named(TAKING.filter((route) => !takesPassword(route) && route.path !== OF_NAMES)))(
    'I4: should be kept by %s %s as people write it, in one form',
    async (method, _path, route) => {
      const isOpen = (path: Path) => {
        const whole = exampleOf(schemaOf(route.body), links, [path]);
        return KEPT.every(([text]) => route.body?.safeParse(withValue(whole, path, text)).success === true);
      };
      const open = fieldsOf(schemaOf(route.body)).filter(
        (field) => isText(field) && !isSecret(field) && !isRuled(route, field.path) && isOpen(field.path),
      );
      if (open.length === 0) return;
      const paths = open.map(({ path }) => path);
      const { url, version, body } = await acceptedRequest(company, links, route, ...paths);
      const prefix = OWN_PREFIX[`${method} ${route.path}`] ?? (method === 'PATCH' ? '~' : '');
      let seen = version;
      for (const [text, kept] of KEPT) {
        const caller = await callerOf(company, route);
        // Addresses are made of names that have Latin letters.
        const fresh = route.path === '/tenants' ? withValue(body, ['slug'], `text-${freshText().slice(8)}`) : body;
        const said = paths.reduce<unknown>((at, path) => withValue(at, path, `${prefix}${text}`), fresh);
        const answer = await caller.call(method, url, said, { 'if-match': `"${seen}"` });
        expect([200, 201], answer.text).toContain(answer.status);
        seen = answer.body.version ?? 0;
        const shown = await withLots(company.owner, route, answer.body);
        expect(paths.map((path) => valueAt(shown, path))).toEqual(paths.map(() => `${prefix}${kept}`));
      }
    },
  );
});

/** Two spellings of one name, as Windows and as a Mac writes it. */
const spellings = () => {
  const name = `Caf\u00e9 ${freshText()}`;
  return [name, name.normalize('NFD')] as const;
};

describe('two spellings of one name', () => {
  let owner: Client;
  let id: string;
  beforeAll(async () => {
    ({ owner, id } = await makeCompany());
  });

  /** Every text that no two records of a kind may share, with the index that sees to it. */
  const UNIQUE: readonly (readonly [index: string, path: string, field: string, rest: object])[] = [
    ['inventory_items_sku_key', '/inventory/items', 'sku', { name: 'Yarn', kind: 'RAW_MATERIAL', unit: 'kg' }],
    ['suppliers_code_key', '/suppliers', 'code', { name: 'Alba', kind: 'YARN', allowDuplicate: true }],
    ['customers_code_key', '/customers', 'code', { name: 'Alba', kind: 'BRAND', allowDuplicate: true }],
    ['locations_name_key', '/locations', 'name', { locationType: 'WAREHOUSE' }],
    ['item_categories_name_key', '/inventory/categories', 'name', {}],
    ['styles_code_key', '/inventory/styles', 'code', { name: 'Crew neck' }],
  ];
  /**
   * Of lots, and of what is within a style: below; a barcode holds no letter that can be spelt in two ways. The rest is what
   * we make, or no text that people choose.
   */
  const OTHERS = [
    'inventory_items_barcode_key',
    'lots_item_id_number_key',
    'style_colourways_style_id_code_key',
    'style_sizes_style_id_code_key',
  ];
  const MADE =
    /_number_key$|_line_id_source_event_key$|^stock_(alerts|balances|count_lines)_|^custom_fields_|^partner_terms_|_kind_key$/;

  it('I4: should be tried for every text that is unique', async () => {
    const indexes = await asSuperuser<{ name: string }>(
      `SELECT DISTINCT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.atttypid = 'text'::regtype
       WHERE i.indisunique AND NOT i.indisprimary AND c.relnamespace = $1::regnamespace ORDER BY 1`,
      [tenantSchema(id)],
    );
    const chosen = indexes.map(({ name }) => name).filter((name) => !MADE.test(name) || OTHERS.includes(name));
    expect(chosen).toEqual([...UNIQUE.map(([name]) => name), ...OTHERS].sort());
  });

  it.each(UNIQUE)('I4: should be one for %s', async (_index, path, field, rest) => {
    const [composed, apart] = spellings();
    const record = await made(owner, path, { ...rest, [field]: apart });
    expect(record[field]).toBe(composed);
    for (const name of [composed, apart])
      expect(refusal(await owner.call('POST', path, { ...rest, [field]: name }))).toEqual([
        409,
        'ALREADY_EXISTS',
        field,
      ]);
    const other = await made(owner, path, { ...rest, [field]: freshText() });
    const change = await owner.call('PATCH', `${path}/${other.id}`, { [field]: apart }, ifMatch(other));
    expect(refusal(change)).toEqual([409, 'ALREADY_EXISTS', field]);
    expect((await listed(owner, `${path}?q=${encodeURIComponent(apart)}`)).map((found) => found.id)).toEqual([
      record.id,
    ]);
    if (path === '/inventory/items')
      expect((await owner.call('GET', `/inventory/scan/${encodeURIComponent(apart)}`)).body.id).toBe(record.id);
  });

  it('I4: should be one lot of an item, also within a document', async () => {
    const [composed, apart] = spellings();
    const { north, yarn } = await makeStore(owner, { tracking: 'LOT' });
    const line = (number: string) => ({ itemId: yarn.id, quantity: '1', lot: { number } });
    const at = { locationId: north.id };
    expect(refusal(await post(owner, 'RECEIPT', at, line(composed), line(apart)))[1]).toBe('RULE_VIOLATED');
    await posted(owner, 'RECEIPT', at, line(apart));
    expect(refusal(await post(owner, 'RECEIPT', at, line(composed)))).toEqual([
      409,
      'ALREADY_EXISTS',
      'lines.0.lot.number',
    ]);
    expect(refusal(await owner.call('POST', '/inventory/lots', { itemId: yarn.id, number: apart }))[1]).toBe(
      'ALREADY_EXISTS',
    );
    const [lot] = await listed(owner, `/inventory/lots?itemId=${yarn.id}`);
    const cut = { locationId: north.id, parts: [{ number: apart, quantity: '0.5' }] };
    expect(refusal(await owner.call('POST', `/inventory/lots/${lot?.id}/actions/split`, cut))[1]).toBe(
      'ALREADY_EXISTS',
    );
  });

  it('I4: should be one colour and one size of a style, one role, one choice', async () => {
    const [composed, apart] = spellings();
    const style = (fields: object) =>
      owner.call('POST', '/inventory/styles', { code: freshText(), name: 'Crew', ...fields });
    const colours = [composed, apart].map((code) => ({ code, name: code }));
    expect((await style({ colourways: colours })).status).toBeOneOf([400, 409, 422]);
    expect((await style({ sizes: [composed, apart] })).status).toBeOneOf([400, 409, 422]);
    const role = (name: string) =>
      owner.call('POST', '/tenants/current/roles', { name, permissions: ['inventory:read'] });
    expect([(await role(apart)).status, (await role(composed)).status]).toEqual([201, 409]);
    const choices = { table: 'suppliers', label: 'Finish', type: 'CHOICE', choices: [composed, apart] };
    expect((await owner.call('POST', '/tenants/current/custom-fields', choices)).status).toBe(400);
  });

  it('I4: should be one in imported files, and name what was entered by hand', async () => {
    const [composed, apart] = spellings();
    const items = importsBy(owner, 'items');
    const file = (...skus: string[]) =>
      toCsv([
        ['sku', 'name', 'kind', 'unit', 'category'],
        ...skus.map((sku) => [sku, `Yarn ${sku}`, 'RAW_MATERIAL', 'kg', sku]),
      ]);
    expect(await items.faults(await items.staged(file(composed, apart)))).toEqual(['3 sku twice']);
    await items.imported(file(apart));
    const [item] = await listed(owner, `/inventory/items?q=${encodeURIComponent(composed)}`);
    expect(item).toMatchObject({ sku: composed, category: composed });
    expect(await items.staged(file(composed))).toMatchObject({ makesCount: 0, faultyCount: 0 });
    expect(await items.imported(file(apart))).toMatchObject({ madeCount: 0, changedCount: 0, sameCount: 1 });
    expect((await listed(owner, `/inventory/categories?q=${encodeURIComponent(composed)}`)).length).toBe(1);
    const store = await made(owner, '/locations', { name: apart, locationType: 'WAREHOUSE' });
    const tracked = await made(owner, '/inventory/items', {
      ...{ sku: `L${composed}`, name: 'Lots', kind: 'RAW_MATERIAL', unit: 'kg', tracking: 'LOT' },
    });
    const opening = importsBy(owner, 'opening-stock');
    const rows = [composed, apart].map((name) => [name, `L${name}`, name, '5']);
    await opening.imported(toCsv([['location', 'item', 'lot', 'quantity'], ...rows]));
    const stock = await listed(owner, `/inventory/stock?itemId=${tracked.id}`);
    expect(stock.map(({ locationId, lotNumber, onHand }) => [locationId, lotNumber, onHand])).toEqual([
      [store.id, composed, '10.0000'],
    ]);
    const parties = importsBy(owner, 'suppliers');
    const party = (code: string, city: string) =>
      toCsv([
        ['code', 'name', 'kind', 'city'],
        [code, 'Alba', 'YARN', city],
      ]);
    await parties.imported(party(apart, 'Prato'));
    await parties.imported(party(composed, apart));
    const [supplier] = await listed(owner, `/suppliers?q=${encodeURIComponent(apart)}`);
    expect(await got(owner, '/suppliers', supplier?.id ?? '')).toMatchObject({ code: composed, city: composed });
    for (const [, bad] of BAD_TEXTS.filter(([, text]) => !/\p{Cs}/u.test(text) && text.length < 10)) {
      const sent = await parties.send(party(freshText(), bad));
      const faults = sent.status === 201 ? await parties.faults(sent.body) : [];
      expect([sent.status, faults]).toEqual(sent.status === 201 ? [201, ['2 city invalid_format']] : [422, []]);
    }
  });
});
