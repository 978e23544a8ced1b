import { describe, expect, it } from 'vitest';
import { examineSql } from '@/database/diff/examineSql';
import { readMigrations } from '@/database/migrationFiles';
import { printable } from '@/lib/printable';

describe('examining SQL', () => {
  it.each([
    'ALTER TABLE customers DROP code',
    'ALTER TABLE customers ALTER COLUMN code TYPE varchar(3) USING left(code, 3)',
    `ALTER TABLE customers ADD COLUMN a text DEFAULT ';', DROP COLUMN notes`,
    'UPDATE customers SET notes = NULL',
    'DELETE FROM customers',
    'DROP TABLE "b"',
    'DROP SCHEMA x CASCADE',
    'DROP VIEW v CASCADE',
    'WITH d AS (DELETE FROM customers RETURNING 1) SELECT 1 FROM d',
    'TRUNCATE customers',
    `DO $$ BEGIN EXECUTE 'DROP TABLE customers'; END $$`,
  ])('should see that data can be lost by %s', async (statement) => {
    const sql = `-- Häkeln; DROP TABLE x\nSELECT 1; /* one */ ${statement.replace(' ', '\n')};\nCREATE TABLE x (id int);`;
    expect((await examineSql(sql)).destructive).toEqual([statement]);
  });

  it.each([
    '',
    '-- nothing',
    'DROP INDEX "x"',
    'ALTER TABLE "a" ADD COLUMN "n" text',
    `SELECT 'DROP TABLE x'`,
    'DROP TRIGGER t ON x',
  ])('should see that nothing is lost by %s', async (statement) =>
    expect((await examineSql(statement)).destructive).toEqual([]),
  );

  it.each([
    ['BEGIN', 'The runner begins and ends the transaction: BEGIN'],
    ['SELECT 1; COMMIT', 'The runner begins and ends the transaction: COMMIT'],
    ['SAVEPOINT x', 'The runner begins and ends the transaction: SAVEPOINT x'],
    ['SET search_path = public', 'The runner sets search_path: SET search_path = public'],
    ['SET LOCAL ROLE x', 'The runner sets role: SET LOCAL ROLE x'],
    ['SET lock_timeout = 0', 'A setting must be for the transaction alone (SET LOCAL): SET lock_timeout = 0'],
    [
      'CREATE INDEX CONCURRENTLY i ON t (a)',
      'It cannot be taken back with the transaction: CREATE INDEX CONCURRENTLY i ON t (a)',
    ],
    ['VACUUM', 'It cannot be taken back with the transaction: VACUUM'],
    ['ALTER TABL x', 'It cannot be read: syntax error at or near "TABL".'],
  ])('should say why %s cannot be a step', async (sql, why) => {
    expect((await examineSql(sql)).unfit).toEqual([why]);
  });

  it.each([
    ['CREATE TABLE IF NOT EXISTS x (id int)', true],
    ['DROP TABLE IF EXISTS x', true],
    ['DO $$ BEGIN END $$', true],
    ['CREATE TABLE x (id int)', false],
  ])('should tell whether what is there decides what %s does', async (sql, conditional) => {
    expect((await examineSql(sql)).conditional).toBe(conditional);
  });

  it.each(['control', 'tenant'] as const)('should find nothing unfit in what is shipped for %s', async (plane) => {
    for (const { name, sql, down } of readMigrations(plane))
      expect([name, (await examineSql(sql)).unfit, (await examineSql(down ?? '')).unfit]).toEqual([name, [], []]);
  });
});

describe('printable', () => {
  it('should leave one line that can be stored', () => {
    expect(printable('a\u0000b\n c\ud83d', 100)).toBe('a b c\ufffd');
    expect(printable('🙂🙂🙂', 2)).toBe('🙂🙂');
  });
});
