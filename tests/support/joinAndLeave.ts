import { openClient } from '@/database/client';
import { embeddedServer } from '@/database/embedded';

/** A process that joins the embedded server of a folder, asks it something and leaves, many times over. */
const [home = '', rounds = '0'] = process.argv.slice(2);
for (let round = 0; round < Number(rounds); round += 1) {
  const { host, port, user, password, release } = await embeddedServer({
    home,
    password: 'test',
    settings: { fsync: 'off' },
  });
  const client = await openClient({ host, port, user, password, database: 'postgres' });
  await client.query('SELECT 1');
  await client.end();
  await release();
}
