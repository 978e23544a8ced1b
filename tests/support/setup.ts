import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, expect } from 'vitest';
import { knowMarkedCompany } from './marks';
import { watchStatements } from './statements';

/** Gives a test file a database of its own before anything of the application is loaded, and watches what it does. */
watchStatements();
const cluster = process.env.TEST_CLUSTER ?? '';
const database = `test_${randomBytes(6).toString('hex')}`;

// Copied file by file: page by page through the log, as is usual, takes three times as much of a processor.
await onCluster((client) => client.query(`CREATE DATABASE ${database} TEMPLATE lavoro_template STRATEGY file_copy`));
process.env.DATABASE_URL = `${cluster}/${database}`;
// A copy has the template's schemas and tables, but not the rights on the database itself.
const { asOperator } = await import('@/database/owner');
const { grantDatabase } = await import('@/database/roles');
await asOperator(grantDatabase);

const { logSink, takeFindings } = await import('./canary');
const { neighbour } = await import('./neighbour');
const { statementFaults, wordingErrors } = await import('./statementRules');
const { logTo } = await import('@/observability/log');
logTo(logSink);
knowMarkedCompany(neighbour.id, neighbour.ids);

afterEach(() => {
  expect(takeFindings(), 'marks of another company were seen').toEqual([]);
});

afterAll(async () => {
  const { databaseManager } = await import('@/database/connection');
  await databaseManager.disconnect();
  await onCluster((client) => client.query(`DROP DATABASE ${database} WITH (FORCE)`));
  expect(takeFindings(), 'marks of another company were seen').toEqual([]);
  expect(await statementFaults(), 'statements reached outside their own schema').toEqual([]);
  expect(wordingErrors(), 'statements that PostgreSQL could not read').toEqual([]);
});

async function onCluster<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(`${cluster}/postgres`);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
