import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { blockedPasswords } from '@/auth/passwords/blockedPasswords';
import { resets } from '@/auth/passwords/passwordReset.service';
import { signingKey } from '@/auth/sessions/keys';
import { createApp } from './app';
import { config, localAddress } from './config';
import { describe } from './database/commands/run';
import { databaseManager } from './database/connection';
import { initialiseDatabase } from './database/initialise';
import { clusterFolder } from './database/target';
import { JOBS } from './jobs/jobs';
import { startJobs } from './jobs/schedule';
import { Refusal } from './lib/refusal';
import { delivery } from './messages/delivery';
import { log, logInBatches } from './observability/log';
import { connectRedis } from './redis/redis';
import { SAMPLE_PASSWORD, SAMPLE_USERS, seedFirstStart } from './seed/seed';

/** How long requests that are under way may take to finish when the server is told to stop. */
const DRAIN_MS = 7000;

let stopping = false;
/** Ends what is done in the background, once it is whole. */
let stopBackground = async () => {};

try {
  await main();
} catch (error) {
  // Told to stop while starting: what was under way was cut off on purpose.
  if (stopping) await new Promise(() => undefined);
  console.error(describe(error));
  await databaseManager.disconnect().catch(() => undefined);
  process.exit(1);
}

async function main(): Promise<void> {
  const { HOST, PORT, seedOnStart } = config();
  logInBatches();
  // Taken first, so that a port in use is told at once and nothing is started for it.
  let ready = false;
  const app = createApp();
  const server = createAdaptorServer({ fetch: (request, env) => (ready ? app.fetch(request, env) : starting()) });
  await listen(server, PORT, HOST);
  stopOnSignal(server);
  blockedPasswords();
  await initialiseDatabase();
  await signingKey();
  connectRedis();
  const samples = seedOnStart ? await seedFirstStart() : [];
  ready = true;
  startJobs(JOBS);
  const stops = [resets.start(), delivery.start()];
  stopBackground = async () => {
    await Promise.all(stops.map((end) => end()));
  };
  announce(samples.length > 0, await clusterFolder());
}

function listen(server: ServerType, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(
          new Refusal(
            'UNAVAILABLE',
            `Port ${port} is in use. Stop what uses it, or choose another: PORT=${port + 1} npm start`,
          ),
        );
      else if (error.code === 'EACCES')
        reject(new Refusal('UNAVAILABLE', `Port ${port} needs more rights than this user has. Choose one above 1023.`));
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
        reject(new Refusal('UNAVAILABLE', `This machine has no address ${host}. Check HOST.`));
      else reject(error);
    });
    server.listen(port, host, resolve);
  });
}

function starting(): Response {
  return new Response('{"status":"down","detail":"Starting."}', {
    status: 503,
    headers: { 'content-type': 'application/json', 'retry-after': '1' },
  });
}

/** SIGTERM and Ctrl-C: no new requests, those under way finish, PostgreSQL is stopped cleanly. A second one ends at once. */
function stopOnSignal(server: ServerType): void {
  const stop = async () => {
    if (stopping) process.exit(130);
    stopping = true;
    log().info('stopping');
    const drained = new Promise((resolve) => server.close(resolve));
    if ('closeIdleConnections' in server) server.closeIdleConnections();
    const done = Promise.all([drained, stopBackground()]);
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, DRAIN_MS).unref())]);
    await databaseManager
      .disconnect()
      .catch((error: unknown) => log().error({ err: error }, 'stopping the database failed'));
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
}

function announce(seeded: boolean, cluster: string | undefined): void {
  const { dataDir, production } = config();
  const address = localAddress(config());
  const lines = [
    '',
    `  Lavoro runs at   ${address}`,
    `  API pages        ${address}/docs`,
    ...(production
      ? []
      : [`  Sample logins    ${SAMPLE_USERS.map(({ email }) => email).join(', ')} (password ${SAMPLE_PASSWORD})`]),
    `  Data folder      ${dataDir}`,
    `  Database         ${cluster ?? 'as given by DATABASE_URL or DB_HOST'}`,
    '  Read on          README.md, docs/',
    ...(seeded ? ['', '  First start: the two sample companies were made.'] : []),
    '',
  ];
  console.log(lines.join('\n'));
}
