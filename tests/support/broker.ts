import { afterEach } from 'vitest';
import { type BrokerOptions, ConnectionBroker } from '@/database/broker';
import { connectAs, RolePool } from '@/database/pool';
import { tenantSchema } from '@/database/tenantName';

const made: ConnectionBroker[] = [];

afterEach(async () => {
  await Promise.all(made.splice(0).map((broker) => broker.end()));
});

/** A broker of its own on the database of the test file; it ends with the test. */
export function makeBroker(options: Partial<BrokerOptions> = {}): ConnectionBroker {
  const broker = new ConnectionBroker({
    budget: 2,
    atOnce: 100,
    briefMs: 100,
    waitMs: 60_000,
    idleMs: 60_000,
    leakMs: 60_000,
    connect: (role, onEnd) => connectAs(role, role, onEnd),
    ...options,
  });
  made.push(broker);
  return broker;
}

/** A company's pool over that broker. */
export function poolOf(broker: ConnectionBroker, tenantId: string, most = 2): RolePool {
  return new RolePool(tenantSchema(tenantId), broker, { most, reserved: 0 });
}

/** Settles when `ready` answers true; looked at again after every turn of the event loop. */
export async function until(ready: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await ready())) await new Promise((resolve) => setImmediate(resolve));
}
