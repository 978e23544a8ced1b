import { round } from './cluster.mjs';

/** Calls of the API as one person. */
export function caller(port, token) {
  return async (method, path, body, type = 'application/json') => {
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': type }) };
    const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, { method, headers, body });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (!response.ok) throw new Error(`${path}: ${bytes.toString().slice(0, 500)}`);
    return response.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(bytes.toString()) : bytes;
  };
}

export async function timed(work) {
  const began = performance.now();
  const answer = await work();
  return { answer, ms: performance.now() - began };
}

export const seconds = ({ ms }) => round(ms / 1000);
