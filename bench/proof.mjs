// How long the proof of the wall between the companies takes, which every start and migration waits for: with one company
// and with a thousand; and, with the thousand, whether a sample of pairs has any privilege on each other's tables.
import { figure, makeTenants, median, round, startCluster } from './lib/cluster.mjs';

const COMPANIES = Number(process.env.PROOF_TENANTS ?? 1000);
const ROUNDS = 7;
const PAIRS = 1000;

export async function* measure() {
  const cluster = await startCluster({ maxConnections: 120 });
  try {
    const { asOperator } = await import('../src/database/owner.ts');
    const { proveIsolation } = await import('../src/database/proof.ts');
    for (const companies of [1, COMPANIES]) {
      await makeTenants(companies, { after: companies === 1 ? 0 : 1 });
      // What the server itself does within a minute.
      await cluster.sql('ANALYZE');
      const times = [];
      for (let n = 0; n < ROUNDS; n += 1) {
        await asOperator(async (client) => {
          const began = performance.now();
          const findings = await proveIsolation(client);
          times.push(performance.now() - began);
          if (findings.length > 0) throw new Error(findings[0].sentence);
        });
      }
      yield figure(
        `proof_${companies}_ms`,
        round(median(times), 0),
        'ms',
        `slowest ${round(Math.max(...times), 0)} ms`,
      );
    }
    yield figure(
      'reach_of_pairs',
      await reach(cluster),
      'privileges',
      `${PAIRS} random pairs of companies, every table`,
    );
  } finally {
    await cluster.stop();
  }
}

/** The privileges that one company's role has on another's schema or tables, over random pairs. */
async function reach(cluster) {
  const [{ found }] = await cluster.sql(`
    WITH pairs AS (
      SELECT a.nspname AS role, b.oid AS schema
      FROM (SELECT nspname, row_number() OVER (ORDER BY random()) AS n FROM pg_namespace WHERE nspname LIKE 'tenant\\_%') a
      JOIN (SELECT oid, nspname, row_number() OVER (ORDER BY random()) AS n FROM pg_namespace WHERE nspname LIKE 'tenant\\_%') b
        USING (n)
      WHERE a.nspname <> b.nspname LIMIT ${PAIRS})
    SELECT count(*)::int AS found FROM pairs p LEFT JOIN pg_class c ON c.relnamespace = p.schema AND c.relkind = 'r'
    WHERE has_schema_privilege(p.role, p.schema, 'USAGE') OR has_schema_privilege(p.role, p.schema, 'CREATE')
       OR has_table_privilege(p.role, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')`);
  return found;
}
