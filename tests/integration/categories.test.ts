import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { readMigrations } from '@/database/migrationFiles';
import { tenantSchema } from '@/database/tenantName';
import { type Client, makeCompany } from '../support/api';
import { asSuperuser } from '../support/database';
import { atOnce, got, ifMatch, listed, type Made, made, refusal } from './support';

const PATH = '/inventory/categories';
const ITEMS = '/inventory/items';
const yarn = { name: 'Yarn', kind: 'RAW_MATERIAL', unit: 'kg' };

let owner: Client;
let tenantId: string;

beforeAll(async () => {
  ({ owner, id: tenantId } = await makeCompany());
});

const category = (name: string, parent?: Made, by = owner): Promise<Made> =>
  made(by, PATH, { name, ...(parent && { parentId: parent.id }) });
const create = (body: object, by = owner) => by.call('POST', PATH, body);
const change = (current: Made, body: object) => owner.call('PATCH', `${PATH}/${current.id}`, body, ifMatch(current));
const act = (action: string, { id }: Made) => owner.call('POST', `${PATH}/${id}/actions/${action}`);
const item = (fields: object, by = owner): Promise<Made> => made(by, ITEMS, { ...yarn, ...fields });
const names = async (query: string, by = owner) =>
  (await listed(by, `${ITEMS}?limit=200&${query}`)).map(({ name }) => name).sort();

describe('a category', () => {
  it('should have its place in the tree, and a name of its own there', async () => {
    const top = await category('Cloth');
    const below = await category('Jersey', top);
    expect(top).toMatchObject({ name: 'Cloth', parentId: null, path: ['Cloth'], itemCount: 0, version: 1 });
    expect(below).toMatchObject({ parentId: top.id, path: ['Cloth', 'Jersey'] });
    expect(refusal(await create({ name: 'Jersey', parentId: top.id }))).toEqual([409, 'ALREADY_EXISTS', 'name']);
    expect(refusal(await create({ name: 'Cloth' }))).toEqual([409, 'ALREADY_EXISTS', 'name']);
    expect((await category('Jersey')).path).toEqual(['Jersey']);
    expect((await listed(owner, `${PATH}?parentId=${top.id}`)).map(({ id }) => id)).toEqual([below.id]);
    expect(refusal(await create({ name: 'Lost', parentId: uuidv7() }))).toEqual([422, 'RULE_VIOLATED', 'parentId']);
    expect(refusal(await create({ name: ' ' }))).toEqual([400, 'VALIDATION_FAILED', 'name']);
  });

  it('should be moved with all that is below it, but never below itself', async () => {
    const [a, b] = [await category('A'), await category('B')];
    const child = await category('Child', a);
    const grandchild = await category('Grandchild', child);
    for (const parentId of [a.id, child.id, grandchild.id])
      expect(refusal(await change(a, { parentId }))).toEqual([422, 'RULE_VIOLATED', 'parentId']);
    expect((await change(child, { parentId: b.id })).body.path).toEqual(['B', 'Child']);
    expect((await got(owner, PATH, grandchild.id)).path).toEqual(['B', 'Child', 'Grandchild']);
    expect((await change(grandchild, { parentId: null })).body.path).toEqual(['Grandchild']);
  });

  it('should have at most eight levels, also when a branch is moved', async () => {
    let deepest = await category('Level 1');
    for (let level = 2; level <= 8; level += 1) deepest = await category(`Level ${level}`, deepest);
    expect(refusal(await create({ name: 'Level 9', parentId: deepest.id }))).toEqual([
      422,
      'RULE_VIOLATED',
      'parentId',
    ]);
    const branch = await category('Branch');
    const twig = await category('Twig', branch);
    const seventh = deepest.parentId as string;
    expect(refusal(await change(branch, { parentId: seventh }))).toEqual([422, 'RULE_VIOLATED', 'parentId']);
    expect((await change(twig, { parentId: seventh })).body.path).toHaveLength(8);
  });

  it('should not be tied into a circle by two who move at once', async () => {
    for (let round = 0; round < 4; round += 1) {
      const [left, right] = [await category(`Left ${round}`), await category(`Right ${round}`)];
      const answers = await Promise.all([change(left, { parentId: right.id }), change(right, { parentId: left.id })]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    }
    const { rows: circle } = { rows: await listed(owner, `${PATH}?limit=200`) };
    expect(circle.every(({ path }) => path.length > 0)).toBe(true);
  });

  it('should be put away from the leaves, and come back from the root', async () => {
    const top = await category('Old');
    const leaf = await category('Older', top);
    expect(refusal(await act('archive', top))).toEqual([409, 'INVALID_STATE']);
    expect([(await act('archive', leaf)).status, (await act('archive', top)).status]).toEqual([200, 200]);
    expect(refusal(await create({ name: 'New', parentId: top.id }))).toEqual([422, 'RULE_VIOLATED', 'parentId']);
    expect(refusal(await owner.call('POST', ITEMS, { ...yarn, categoryId: top.id }))).toEqual([
      422,
      'RULE_VIOLATED',
      'categoryId',
    ]);
    expect(refusal(await act('restore', leaf))).toEqual([409, 'INVALID_STATE']);
    expect([(await act('restore', top)).status, (await act('restore', leaf)).status]).toEqual([200, 200]);
  });
});

describe('the category of an item', () => {
  it('should be shown with its name, which it follows, and be kept by it when it is archived', async () => {
    const place = await category('Carded');
    const one = await item({ categoryId: place.id });
    expect(one).toMatchObject({ category: 'Carded', categoryId: place.id });
    await change(place, { name: 'Carded yarn' });
    expect(await got(owner, ITEMS, one.id)).toMatchObject({ category: 'Carded yarn', categoryId: place.id });
    expect((await got(owner, PATH, place.id)).itemCount).toBe(1);
    await act('archive', place);
    const after = await owner.call('PATCH', `${ITEMS}/${one.id}`, { categoryId: place.id, name: 'Same' }, ifMatch(one));
    expect([after.status, after.body.categoryId]).toEqual([200, place.id]);
    const none = await owner.call('PATCH', `${ITEMS}/${one.id}`, { categoryId: null }, ifMatch(after.body));
    expect(none.body).toMatchObject({ category: null, categoryId: null });
  });

  it('may be said by its name: the one of the top level, the only one, or a new one', async () => {
    const top = await category('Sewing');
    await category('Sewing', await category('Services'));
    expect((await item({ category: 'Sewing' })).categoryId).toBe(top.id);
    const only = await category('Threads', top);
    expect((await item({ category: 'Threads' })).categoryId).toBe(only.id);
    const fresh = await item({ category: 'Never heard' });
    expect((await got(owner, PATH, fresh.categoryId)).path).toEqual(['Never heard']);
    expect((await item({ category: 'Never heard' })).categoryId).toBe(fresh.categoryId);
    for (const above of ['Here', 'There']) await category('Everywhere', await category(above));
    const ask = (fields: object) => owner.call('POST', ITEMS, { ...yarn, ...fields });
    expect(refusal(await ask({ category: 'Everywhere' }))).toEqual([422, 'RULE_VIOLATED', 'category']);
    expect(refusal(await ask({ category: 'Sewing', categoryId: top.id }))).toEqual([422, 'RULE_VIOLATED', 'category']);
    expect(refusal(await ask({ categoryId: uuidv7() }))).toEqual([422, 'RULE_VIOLATED', 'categoryId']);
  });

  it('should be made once when many name a new one at once', async () => {
    const answers = await atOnce(6, () => owner.call('POST', ITEMS, { ...yarn, category: 'All at once' }));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(201));
    expect(new Set(answers.map(({ body }) => body.categoryId)).size).toBe(1);
  });

  it('should find by a category what is in it and below it, and nothing else', async () => {
    const { owner: by } = await makeCompany();
    const top = await category('Knitwear', undefined, by);
    const mid = await category('Pullovers', top, by);
    const low = await category('Crew necks', mid, by);
    await item({ name: 'in top', categoryId: top.id }, by);
    await item({ name: 'in mid', categoryId: mid.id }, by);
    await item({ name: 'in low', categoryId: low.id, kind: 'FINISHED_GOODS' }, by);
    await item({ name: 'elsewhere', category: 'Yarn' }, by);
    await item({ name: 'nowhere' }, by);
    expect(await names(`categoryId=${top.id}`, by)).toEqual(['in low', 'in mid', 'in top']);
    expect(await names(`categoryId=${mid.id}`, by)).toEqual(['in low', 'in mid']);
    expect(await names('category=Knitwear', by)).toEqual(['in low', 'in mid', 'in top']);
    expect(await names(`category=Pullovers&categoryId=${low.id}`, by)).toEqual(['in low']);
    expect(await names(`categoryId=${mid.id}&kind=RAW_MATERIAL`, by)).toEqual(['in mid']);
    expect(await names(`categoryId=${uuidv7()}`, by)).toEqual([]);
    expect(await names('category=knitwear', by)).toEqual([]);
    const first = (await by.call('GET', `${ITEMS}?categoryId=${top.id}&limit=2`)).body;
    const second = (await by.call('GET', `${ITEMS}?categoryId=${top.id}&limit=2&cursor=${first.nextCursor}`)).body;
    expect([...first.data, ...second.data].map(({ name }: Made) => name)).toEqual(['in low', 'in mid', 'in top']);
  });
});

describe('the categories that were written in the items before', () => {
  it('should become categories of the top level, with the items in them', async () => {
    const schema = tenantSchema(tenantId);
    const { owner: _, id: other } = await makeCompany();
    const old = tenantSchema(other);
    expect(old).not.toBe(schema);
    const mine = readMigrations('tenant').find(({ name }) => name.endsWith('_item_categories'));
    const moving = /INSERT INTO "item_categories"[\s\S]*?;\nUPDATE[\s\S]*?;/.exec(mine?.sql ?? '')?.[0] ?? 'none';
    await asSuperuser(
      `INSERT INTO ${old}.inventory_items (id, sku, name, category, kind, unit, currency)
       SELECT gen_random_uuid(), 'OLD-' || n, 'Old', (ARRAY['Yarn', 'Box', 'yarn', NULL])[n], 'PACKAGING', 'pcs', 'EUR' FROM generate_series(1, 4) n`,
    );
    for (const statement of moving.split(';\n'))
      await asSuperuser(statement.replaceAll(/"(item_categories|inventory_items)"/g, `${old}.$1`));
    const rows = await asSuperuser<{ sku: string; name: string | null; parent_id: string | null }>(
      `SELECT i.sku, c.name, c.parent_id FROM ${old}.inventory_items i LEFT JOIN ${old}.item_categories c ON c.id = i.category_id ORDER BY 1`,
    );
    expect(rows.map(({ name, parent_id }) => [name, parent_id])).toEqual([
      ['Yarn', null],
      ['Box', null],
      ['yarn', null],
      [null, null],
    ]);
  });
});
