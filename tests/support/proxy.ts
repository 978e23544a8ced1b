import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What a connection through the proxy meets: `hang` forwards nothing, `reset` breaks it off, `refuse` lets nobody in. */
export type Weather = 'fair' | 'hang' | 'reset' | 'refuse' | { readonly delayMs: number };

/** A TCP proxy on loopback before a port of this machine, whose weather a test makes. */
export async function proxyTo(port: number) {
  let weather: Weather = 'fair';
  const sockets = new Set<Socket>();
  const server = createServer((caller) => {
    if (weather === 'refuse') return caller.destroy();
    const callee = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [caller, callee],
      [callee, caller],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.on('data', (bytes) => {
        if (weather === 'hang') return;
        if (typeof weather === 'object') setTimeout(() => to.write(bytes), weather.delayMs);
        else to.write(bytes);
      });
    }
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    set(next: Weather) {
      weather = next;
      if (next === 'reset') for (const socket of sockets) socket.resetAndDestroy();
      if (next === 'refuse') for (const socket of sockets) socket.destroy();
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
