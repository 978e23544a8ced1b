import { describe, expect, it } from 'vitest';
import { ORDER_STATUSES, QUALITY_STATUSES, TRANSACTION_STATUSES } from '@/contract/enums';
import { can, PERMISSIONS, permissionsOf } from '@/contract/permissions';
import { ORDER_STATES, QUALITY_STATES, type StateMachine, TRANSACTION_STATES } from '@/contract/states';
import { tenantSchema, UnknownTenantError } from '@/database/tenantName';
import { merge } from '@/lib/merge';
import { formatNumber } from '@/lib/numberSeries';
import { slugify } from '@/lib/slug';
import { transition } from '@/lib/stateMachine';

describe('slugify', () => {
  it.each([
    ['Maglificio Ròssi & Figli', 'maglificio-rossi-figli'],
    ['  New Textile Company ', 'new-textile-company'],
    ['織物', ''],
    [`${'a'.repeat(47)} b`, 'a'.repeat(47)],
  ])('should turn %j into %j', (name, slug) => {
    expect(slugify(name)).toBe(slug);
  });
});

describe('tenantSchema', () => {
  it('should name the schema after the id', () => {
    expect(tenantSchema('01a2067e-9b6f-7513-86cb-897d49ea1bdb')).toBe('tenant_01a2067e_9b6f_7513_86cb_897d49ea1bdb');
  });

  it.each([
    ['', 'empty'],
    ['01A2067E-9B6F-7513-86CB-897D49EA1BDB', 'upper case'],
    ['01a2067e9b6f751386cb897d49ea1bdb', 'without hyphens'],
    ['01a2067e-9b6f-7513-86cb-897d49ea1bdb"; DROP SCHEMA public; --', 'with SQL'],
    ['01a2067e-9b6f-7513-86cb-897d49ea1bdb\n', 'with a line end'],
    ['public', 'a schema'],
  ])('should refuse %j (%s)', (id) => {
    expect(() => tenantSchema(id)).toThrow(UnknownTenantError);
  });
});

describe('the tables of states', () => {
  const machines: [string, StateMachine<string>, readonly string[]][] = [
    ['production order', ORDER_STATES, ORDER_STATUSES],
    ['quality record', QUALITY_STATES, QUALITY_STATUSES],
    ['transaction', TRANSACTION_STATES, TRANSACTION_STATUSES],
  ];

  it.each(machines)('should reach every state of a %s from its first one', (_name, machine, states) => {
    const reached = new Set<string>([machine.initial]);
    for (let round = 0; round < states.length; round += 1) {
      for (const { from, to } of Object.values(machine.actions))
        if (from.some((state) => reached.has(state))) reached.add(to);
    }
    expect([...reached].sort()).toEqual([...states].sort());
  });

  it('should say from where an action is possible', () => {
    expect(() => transition<string>(ORDER_STATES, 'DRAFT', 'hold')).toThrow(
      '"hold" is possible only when in progress; now it is draft.',
    );
  });
});

describe('permissions', () => {
  it('should give the owner everything and the employee no cost and no money', () => {
    expect(permissionsOf('OWNER')).toEqual(Object.keys(PERMISSIONS));
    expect([
      can('EMPLOYEE', 'costs:read'),
      can('EMPLOYEE', 'finance:read'),
      can('EMPLOYEE', 'production:draft'),
    ]).toEqual([false, false, true]);
  });
});

describe('merge', () => {
  it('should keep what is left out and take null', () => {
    expect(merge({ a: 1, b: 2, c: 3 }, { a: undefined, b: null })).toEqual({ a: 1, b: null, c: 3 });
  });
});

describe('formatNumber', () => {
  it('should fill up to the width and never cut', () => {
    expect([formatNumber('PRD', 5, '17'), formatNumber('PRD', 5, '1234567')]).toEqual(['PRD-00017', 'PRD-1234567']);
  });
});
