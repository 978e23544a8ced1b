// Two hundred people sign in at once, again and again, each password hashed with Argon2id: how late the event loop is, how
// long others wait for GET /api/v1/locations meanwhile, how much memory it takes.
import { figure, makeTenants, median, percentile, round, startCluster } from './lib/cluster.mjs';
import { startServer, timedGet } from './lib/servers.mjs';

const ROUNDS = Number(process.env.SIGNIN_ROUNDS ?? 5);
const SECONDS = Number(process.env.SIGNIN_SECONDS ?? 6);
const AT_ONCE = 200;
/** Milliseconds between two requests of those who only want to read. */
const PACE_MS = 20;
const PASSWORD = 'a long enough password';

export async function* measure() {
  const cluster = await startCluster({ maxConnections: 120 });
  let server;
  try {
    const { userId, ids } = await makeTenants(1);
    const { tokenOf, addLocations } = await import('./lib/people.mjs');
    const { hashPassword } = await import('../src/auth/passwords.ts');
    await addLocations(ids[0], 20);
    const token = await tokenOf(userId, ids[0]);
    await cluster.sql('UPDATE users SET password = $1 WHERE id = $2', [await hashPassword(PASSWORD), userId]);
    server = await startServer('lavoro', ids[0]);
    const { port } = server;
    await reading(port, token, 2);
    const quiet = { p99: [], loop: [], rss: [] };
    const storm = { p99: [], loop: [], rss: [], rate: [], refused: [] };
    for (let n = 0; n < ROUNDS; n += 1) {
      await loopState(port);
      note(quiet, await reading(port, token, SECONDS), await loopState(port));
      const over = { value: false };
      const signIns = signingIn(port, over);
      const times = await reading(port, token, SECONDS);
      over.value = true;
      note(storm, times, await loopState(port));
      const { signedIn, refused, seconds } = await signIns;
      storm.rate.push(signedIn / seconds);
      storm.refused.push(refused);
      await cluster.sql('DELETE FROM sessions; DELETE FROM known_devices');
    }
    const ratio = round(median(storm.p99.map((value, n) => value / quiet.p99[n])));
    yield figure(
      'sign_ins',
      round(median(storm.rate), 0),
      '1/s',
      `${AT_ONCE} at once, ${median(storm.refused)} refused`,
    );
    yield figure('loop_p99_quiet', round(median(quiet.loop)), 'ms', '');
    yield figure('loop_p99', round(median(storm.loop)), 'ms', 'wanted < 100');
    yield figure('others_p99_quiet', round(median(quiet.p99)), 'ms', '');
    yield figure('others_p99', round(median(storm.p99)), 'ms', '');
    yield figure('others_p99_ratio', ratio, 'ratio', 'wanted ≤ 2', round(median(quiet.p99)), ratio);
    yield figure('rss_quiet', round(median(quiet.rss), 0), 'MB', '');
    yield figure('rss', round(Math.max(...storm.rss), 0), 'MB', 'most');
  } finally {
    await server?.stop();
    await cluster.stop();
  }
}

function note(of, times, { p99Ms, rssMb }) {
  of.p99.push(percentile(times, 0.99));
  of.loop.push(p99Ms);
  of.rss.push(rssMb);
}

const loopState = async (port) => (await fetch(`http://127.0.0.1:${port}/bench/loop`)).json();

/** How long each read took, in milliseconds; one is begun every so often, whether the last was answered or not. */
async function reading(port, token, seconds) {
  const until = performance.now() + seconds * 1000;
  const reads = [];
  while (performance.now() < until) {
    reads.push(timedGet(port, token));
    await new Promise((resolve) => setTimeout(resolve, PACE_MS));
  }
  return Promise.all(reads);
}

/** Keeps so many sign-ins under way until it is over. */
async function signingIn(port, over) {
  const began = performance.now();
  const counts = { signedIn: 0, refused: 0 };
  const person = async () => {
    while (!over.value) {
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ identifier: 'anna@example.test', password: PASSWORD, tokenTransport: 'body' }),
      });
      await response.text();
      if (response.status === 200) counts.signedIn += 1;
      else counts.refused += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, person));
  return { ...counts, seconds: (performance.now() - began) / 1000 };
}
