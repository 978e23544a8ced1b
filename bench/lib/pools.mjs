// The broker as the server uses it, with a pool for each company on top, and one request's worth of a connection.

/** The pools of `budget` connections in all. `use(schema, work)` lends one to `work`. */
export async function brokerPools(budget) {
  const { ConnectionBroker } = await import('../../src/database/broker.ts');
  const { connectAs, RolePool } = await import('../../src/database/pool.ts');
  const broker = new ConnectionBroker({
    budget,
    atOnce: 8,
    briefMs: 100,
    waitMs: 5000,
    idleMs: 300_000,
    leakMs: 30_000,
    connect: (role, onEnd) => connectAs(role, role, onEnd),
  });
  const use = usePools((schema) => new RolePool(schema, broker, { most: 2, reserved: 0 }));
  return { broker, use, close: () => broker.end() };
}

/** A pool for each company, made at its first request, and lent for one request at a time. */
export function usePools(makePool) {
  const pools = new Map();
  const use = (schema, work) => {
    if (!pools.has(schema)) pools.set(schema, makePool(schema));
    return withClient(pools.get(schema), work);
  };
  return Object.assign(use, { pools });
}

export async function withClient(pool, work) {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}
