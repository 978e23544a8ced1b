// Servers in processes of their own, and how they are asked.
import { spawn } from 'node:child_process';
import http from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const FROM_SOURCE = ['--import', 'tsx', fileURLToPath(new URL('./server.ts', import.meta.url))];

/** Starts one of the servers of server.ts in a process of its own, logging as it does by default; `program` may be it compiled. */
export async function startServer(name, tenantId = '', env = {}, program = FROM_SOURCE) {
  const child = spawn(process.execPath, [...program, name, tenantId], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, LOG_LEVEL: 'info', ...env },
  });
  const [line] = await new Promise((resolve) => createInterface(child.stdout).once('line', (...args) => resolve(args)));
  return {
    port: Number(line),
    pid: child.pid,
    stop: async () => {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
    },
  };
}

/** One GET of 20 locations; rejects unless it is answered with rows. */
export function get(port, token, agent) {
  return new Promise((resolve, reject) => {
    const request = http.get(
      {
        host: '127.0.0.1',
        port,
        path: '/api/v1/locations?limit=20',
        agent,
        headers: { authorization: `Bearer ${token}` },
      },
      (response) => {
        let bytes = 0;
        response.on('data', (chunk) => {
          bytes += chunk.length;
        });
        response.on('end', () =>
          response.statusCode === 200 && bytes > 300
            ? resolve()
            : reject(new Error(`status ${response.statusCode}, ${bytes} bytes`)),
        );
      },
    );
    request.on('error', reject);
  });
}

/** How long it took, in milliseconds. */
export async function timedGet(port, token) {
  const began = performance.now();
  await get(port, token, http.globalAgent);
  return performance.now() - began;
}
