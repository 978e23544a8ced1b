import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tenantSchema, UnknownTenantError } from '@/database/tenantName';

const ID: string = '01a2067e-9b6f-7513-86cb-897d49ea1bdb';
/** What PostgreSQL cuts a longer name to, without an error. */
const LONGEST_NAME_BYTES = 63;

const accepted = (id: string): string | undefined => {
  try {
    return tenantSchema(id);
  } catch (error) {
    if (error instanceof UnknownTenantError) return undefined;
    throw error;
  }
};

describe('B9: the name of a tenant schema', () => {
  it.each([
    ['upper case', ID.toUpperCase()],
    ['mixed case', ID.replace('a2067e', 'A2067e')],
    ['underscores for hyphens', ID.replaceAll('-', '_')],
    ['no hyphens', ID.replaceAll('-', '')],
    ['hyphens elsewhere', '01a2067e9-b6f-7513-86cb-897d49ea1bdb'],
    ['one hyphen that is a dash', ID.replace('-', '‐')],
    ['the schema itself', `tenant_${ID.replaceAll('-', '_')}`],
    ['a pg_ prefix', `pg_${ID}`],
    ['pg_catalog', 'pg_catalog'],
    ['public', 'public'],
    ['a quote', `${ID}"`],
    ['a closing quote and SQL', `${ID}"; DROP SCHEMA public; --`],
    ['a single quote', `${ID}'`],
    ['a trailing line end', `${ID}\n`],
    ['a leading line end', `\n${ID}`],
    ['an id on its second line', `x\n${ID}`],
    ['a trailing space', `${ID} `],
    ['a NUL', `${ID}\0`],
    ['63 bytes', `${ID}${'0'.repeat(LONGEST_NAME_BYTES - ID.length)}`],
    ['64 bytes', `${ID}${'0'.repeat(LONGEST_NAME_BYTES + 1 - ID.length)}`],
    ['one digit too few', ID.slice(0, -1)],
    ['one digit too many', `${ID}0`],
    ['Arabic digits', ID.replaceAll('0', '\u0660').replaceAll('1', '\u0661')],
    ['full-width digits', ID.replaceAll('0', '\uff10')],
    ['a letter that folds to k', ID.replace('a', '\u212a')],
    ['a letter beyond f', ID.replace('a', 'g')],
    ['braces', `{${ID}}`],
    ['nothing', ''],
  ])('B9: should not be made from an id with %s', (_what, id) => {
    expect(() => tenantSchema(id)).toThrow(UnknownTenantError);
  });

  const notTexts: [unknown][] = [
    [undefined],
    [null],
    [7],
    [{}],
    [[ID]],
    [{ toString: () => ID, replaceAll: () => 'public' }],
  ];
  it.each(notTexts)('B9: should not be made from what is no text at all: %j', (id) => {
    expect(() => tenantSchema(id as never)).toThrow(UnknownTenantError);
  });

  it('B9: should be a name that PostgreSQL neither folds, cuts nor needs quoted', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const schema = tenantSchema(id);
        expect(schema).toMatch(/^tenant_[0-9a-f_]{36}$/);
        expect(Buffer.byteLength(schema)).toBeLessThanOrEqual(LONGEST_NAME_BYTES);
      }),
    );
  });

  it('B9: should never be shared by two ids, however they are written', () => {
    const edits = fc.array(
      fc.tuple(
        fc.nat(ID.length),
        fc.constantFrom('', '-', '_', 'A', 'a', '0', '\u0660', '\n', '"', ' ', '\0', 'ſ', 'K'),
        fc.nat(2),
      ),
      { maxLength: 3 },
    );
    const near = fc
      .tuple(fc.constant(ID), edits)
      .map(([id, changes]) =>
        changes.reduce((text, [at, inserted, cut]) => text.slice(0, at) + inserted + text.slice(at + cut), id),
      );
    const ids = fc.oneof(
      near,
      near.map((id) => id.toUpperCase()),
      fc.uuid(),
      fc.string(),
    );
    fc.assert(
      fc.property(ids, ids, (one, two) => {
        const [first, second] = [accepted(one), accepted(two)];
        if (first === undefined || second === undefined || one === two) return;
        expect(first.toLowerCase().normalize('NFKC').slice(0, LONGEST_NAME_BYTES)).not.toBe(
          second.toLowerCase().normalize('NFKC').slice(0, LONGEST_NAME_BYTES),
        );
      }),
      { numRuns: 20_000 },
    );
  });

  it('B9: should give the id back, so that no two could be one', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(
          tenantSchema(id)
            .replace(/^tenant_/, '')
            .replaceAll('_', '-'),
        ).toBe(id);
      }),
    );
  });
});
