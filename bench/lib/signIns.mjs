// Signs one person in so many times at once, in a process of its own: what others wait is not to be what this client takes.
// Waits for a line, then answers one of JSON: milliseconds, and how often each status came.
import http from 'node:http';
import { createInterface } from 'node:readline';

const [port, identifier, password, times] = process.argv.slice(2);
const agent = new http.Agent({ maxSockets: Number(times) });
const body = JSON.stringify({ identifier, password, tokenTransport: 'body' });
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };

const signIn = () =>
  new Promise((resolve, reject) => {
    const where = { host: '127.0.0.1', port, path: '/api/v1/auth/login', method: 'POST', agent, headers };
    const request = http.request(where, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    request.on('error', reject);
    request.end(body);
  });

createInterface(process.stdin).once('line', async () => {
  const began = performance.now();
  const statuses = await Promise.all(Array.from({ length: Number(times) }, signIn));
  const counts = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  console.log(JSON.stringify({ tookMs: performance.now() - began, counts }));
  process.exit(0);
});
console.log('ready');
