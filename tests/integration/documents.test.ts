import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ORDER_STATUSES, QUALITY_STATUSES, ROLES, type Role, TRANSACTION_STATUSES } from '@/contract/enums';
import { PERMISSIONS } from '@/contract/permissions';
import { type Client, type Company, makeCompany } from '../support/api';
import { connectAs } from '../support/database';
import {
  act,
  DOCUMENT_KINDS,
  type DocumentKind,
  documentIn,
  makePlace,
  ORDER,
  type Place,
  RECORD,
  TRANSACTION,
  waysToStates,
} from './documentKinds';
import { atOnce, auditLog, got, ifMatch, made, refusal } from './support';

let company: Company;
let owner: Client;
let place: Place;
let byRole: Record<Role, Client>;
let db: pg.Client;

beforeAll(async () => {
  company = await makeCompany({ country: 'Italy' });
  db = await connectAs(company.id);
  owner = company.owner;
  place = await makePlace(owner);
  byRole = {
    OWNER: owner,
    ADMIN: await company.as('ADMIN'),
    MANAGER: await company.as('MANAGER'),
    EMPLOYEE: await company.as('EMPLOYEE'),
  };
});

afterAll(() => db.end());

const statesOf = ({ states }: DocumentKind) => [...waysToStates(states).keys()];
const everyStep = DOCUMENT_KINDS.flatMap((kind) =>
  statesOf(kind).flatMap((state) =>
    Object.keys(kind.states.actions).map((action) => ({ one: kind.one, state, action, kind })),
  ),
);
const everyState = DOCUMENT_KINDS.flatMap((kind) => statesOf(kind).map((state) => ({ one: kind.one, state, kind })));
const everyAction = DOCUMENT_KINDS.flatMap((kind) =>
  Object.entries(kind.states.actions).map(([action, step]) => ({ one: kind.one, action, step, kind })),
);

describe('states', () => {
  it.each([
    [ORDER, ORDER_STATUSES],
    [RECORD, QUALITY_STATUSES],
    [TRANSACTION, TRANSACTION_STATUSES],
  ] as const)('should all be within reach of a new document ($one)', (kind, statuses) => {
    expect(statesOf(kind).sort()).toEqual([...statuses].sort());
  });

  it.each(everyStep)(
    'should let "$action" move a $one that is $state exactly when the table says so',
    async ({ kind, state, action }) => {
      const document = await documentIn(owner, kind, place, state);
      const step = kind.states.actions[action];
      const answer = await act(owner, kind, document, action);
      const after = await got(owner, kind.path, document.id);
      if (step?.from.includes(state)) {
        expect([answer.status, answer.body.status, answer.body.version]).toEqual([200, step.to, document.version + 1]);
        expect(after).toEqual(answer.body);
        return;
      }
      expect(refusal(answer)).toEqual([409, 'INVALID_STATE']);
      expect(after).toEqual(document);
    },
  );

  it.each(everyState)(
    'should let a $one that is $state be changed and archived exactly when the table says so',
    async ({ kind, state }) => {
      const document = await documentIn(owner, kind, place, state);
      const changed = await owner.call(
        'PATCH',
        `${kind.path}/${document.id}`,
        { locationId: place.locationId },
        ifMatch(document),
      );
      const archived = await owner.call('POST', `${kind.path}/${document.id}/actions/archive`);
      expect({ changed: changed.status, archived: archived.status }).toEqual({
        changed: kind.states.editable.includes(state) ? 200 : 409,
        archived: kind.states.archivable.includes(state) ? 200 : 409,
      });
      for (const { status, body } of [changed, archived]) if (status === 409) expect(body.code).toBe('INVALID_STATE');
    },
  );

  it.each(DOCUMENT_KINDS)('should not move a $one that is archived until it is restored', async (kind) => {
    const document = await made(owner, kind.path, kind.body(place));
    const [first = ''] = Object.keys(kind.states.actions);
    const archived = (await owner.call('POST', `${kind.path}/${document.id}/actions/archive`)).body;
    expect(refusal(await act(owner, kind, document, first))).toEqual([409, 'INVALID_STATE']);
    expect(refusal(await owner.call('PATCH', `${kind.path}/${document.id}`, {}, ifMatch(archived)))).toEqual([
      409,
      'INVALID_STATE',
    ]);
    expect((await owner.call('POST', `${kind.path}/${document.id}/actions/restore`)).body).toMatchObject({
      archivedAt: null,
      status: kind.states.initial,
    });
    expect((await act(owner, kind, document, first)).status).toBe(200);
  });

  it.each(DOCUMENT_KINDS)('should let one of ten equal moves of a $one at once through', async (kind) => {
    const document = await made(owner, kind.path, kind.body(place));
    const [first = ''] = Object.keys(kind.states.actions);
    const answers = await atOnce(10, () => act(owner, kind, document, first));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)]);
    expect((await got(owner, kind.path, document.id)).version).toBe(2);
  });

  it.each(DOCUMENT_KINDS)('should not be given to a $one by hand', async (kind) => {
    const [, second = ''] = statesOf(kind);
    expect(refusal(await owner.call('POST', kind.path, { ...kind.body(place), status: second }))).toEqual([
      400,
      'VALIDATION_FAILED',
      'status',
    ]);
  });
});

describe('a production order', () => {
  it('should go from draft to closed with the times of its work and what came out', async () => {
    let order = await made(owner, ORDER.path, { ...ORDER.body(place), priority: 'URGENT', dueDate: '2026-04-30' });
    expect(order).toMatchObject({
      status: 'DRAFT',
      quantity: '40.0000',
      quantityCompleted: '0.0000',
      unit: 'kg',
      startedAt: null,
      completedAt: null,
    });
    const seen = [];
    for (const action of ['confirm', 'release', 'start', 'hold', 'resume']) {
      order = (await act(owner, ORDER, order, action)).body;
      seen.push([order.status, order.startedAt !== null]);
    }
    expect(seen).toEqual([
      ['CONFIRMED', false],
      ['RELEASED', false],
      ['IN_PROGRESS', true],
      ['ON_HOLD', true],
      ['IN_PROGRESS', true],
    ]);
    const { startedAt } = order;
    order = (await owner.call('POST', `${ORDER.path}/${order.id}/actions/complete`, { quantityCompleted: '39.9999' }))
      .body;
    expect(order).toMatchObject({
      status: 'COMPLETED',
      quantityCompleted: '39.9999',
      startedAt,
      dueDate: '2026-04-30',
    });
    expect(order.completedAt >= startedAt).toBe(true);
    expect((await act(owner, ORDER, order, 'close')).body).toMatchObject({
      status: 'CLOSED',
      completedAt: order.completedAt,
      version: 8,
    });
  });

  it.each(['complete', 'short-close'])(
    'should say what came out to %s, and nothing to the other actions',
    async (action) => {
      const order = await documentIn(owner, ORDER, place, 'IN_PROGRESS');
      const ask = (name: string, body?: object) =>
        owner.call('POST', `${ORDER.path}/${order.id}/actions/${name}`, body);
      expect(refusal(await ask(action))).toEqual([400, 'VALIDATION_FAILED', 'quantityCompleted']);
      expect(refusal(await ask(action, { quantityCompleted: 5 }))).toEqual([
        400,
        'VALIDATION_FAILED',
        'quantityCompleted',
      ]);
      expect(refusal(await ask(action, { quantityCompleted: '5', status: 'CLOSED' }))).toEqual([
        400,
        'VALIDATION_FAILED',
        'status',
      ]);
      expect(refusal(await ask('hold', { quantityCompleted: '5' }))).toEqual([400, 'BAD_REQUEST']);
      expect((await ask(action, { quantityCompleted: '0' })).body.quantityCompleted).toBe('0.0000');
    },
  );

  it('should count in the unit of its item, also when the item is changed', async () => {
    const metres = await made(owner, '/inventory/items', { name: 'Rib', kind: 'FINISHED_GOODS', unit: 'm' });
    const order = await made(owner, ORDER.path, ORDER.body(place));
    const { body } = await owner.call('PATCH', `${ORDER.path}/${order.id}`, { itemId: metres.id }, ifMatch(order));
    expect([order.unit, body.unit, body.itemName]).toEqual(['kg', 'm', 'Rib']);
  });
});

describe('roles', () => {
  it.each(everyAction)(
    'should let "$action" a $one those through who hold its permission, and nobody else',
    async ({ kind, action, step }) => {
      const [state = ''] = step.from;
      for (const role of ROLES) {
        const document = await documentIn(owner, kind, place, state);
        const answer = await act(byRole[role], kind, document, action);
        const allowed = (PERMISSIONS[step.permission] as readonly Role[]).includes(role);
        expect([role, answer.status]).toEqual([role, allowed ? 200 : 403]);
        expect((await got(owner, kind.path, document.id)).version).toBe(document.version + (allowed ? 1 : 0));
      }
    },
  );

  it('should let employees draft orders and record inspections, but not confirm, accept or see finance', async () => {
    const { EMPLOYEE: employee } = byRole;
    const order = await made(employee, ORDER.path, ORDER.body(place));
    expect((await employee.call('PATCH', `${ORDER.path}/${order.id}`, { quantity: '2' }, ifMatch(order))).status).toBe(
      200,
    );
    expect(refusal(await act(employee, ORDER, order, 'confirm'))).toEqual([403, 'FORBIDDEN']);
    const record = await made(employee, RECORD.path, RECORD.body(place));
    expect((await act(employee, RECORD, record, 'start')).status).toBe(200);
    expect(refusal(await act(employee, RECORD, record, 'accept'))).toEqual([403, 'FORBIDDEN']);
    const transaction = await made(owner, TRANSACTION.path, TRANSACTION.body(place));
    expect(refusal(await act(employee, TRANSACTION, transaction, 'post'))).toEqual([403, 'FORBIDDEN']);
    expect(refusal(await employee.call('GET', TRANSACTION.path))).toEqual([403, 'FORBIDDEN']);
    expect(refusal(await employee.call('GET', `${TRANSACTION.path}/${transaction.id}`))).toEqual([403, 'FORBIDDEN']);
  });

  it.each([
    ['concede', RECORD, 'REJECTED'],
    ['short-close', ORDER, 'IN_PROGRESS'],
  ] as const)('should ask for an administrator to %s', async (action, kind, state) => {
    const document = await documentIn(owner, kind, place, state);
    expect(refusal(await act(byRole.EMPLOYEE, kind, document, action))).toEqual([403, 'FORBIDDEN']);
    expect(refusal(await act(byRole.MANAGER, kind, document, action))).toEqual([403, 'FORBIDDEN']);
    expect((await act(byRole.ADMIN, kind, document, action)).status).toBe(200);
  });
});

describe('the audit log', () => {
  it.each(DOCUMENT_KINDS)('should hold one row for every step of a $one, and none for a refused one', async (kind) => {
    const created = await made(owner, kind.path, kind.body(place));
    const [first = ''] = Object.keys(kind.states.actions);
    const moved = (await act(owner, kind, created, first)).body;
    expect((await act(owner, kind, created, first)).status).toBe(409);
    expect((await act(byRole.EMPLOYEE, kind, created, Object.keys(kind.states.actions).at(-1) ?? '')).status).toBe(403);
    const rows = (await auditLog(db)).filter(({ entity_id }) => entity_id === created.id);
    expect(rows.map(({ action, before, after }) => ({ action, before, after }))).toEqual([
      { action: 'create', before: null, after: created },
      { action: first, before: created, after: moved },
    ]);
  });
});
