import { createServer, type Socket } from 'node:net';
import { afterEach } from 'vitest';

/** A mail as a server has taken it. */
export type Mail = { readonly from: string; readonly to: readonly string[]; readonly source: string };

export type SmtpServer = {
  readonly url: string;
  /** What was taken so far. */
  readonly mails: Mail[];
  /** Answers to commands instead of the usual ones: a line, or nothing at all for ever. */
  answers: Record<string, string | (() => string | undefined)>;
};

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A mail server that takes everything from everybody, until the test ends. */
export function smtpServer(): Promise<SmtpServer> {
  const mails: Mail[] = [];
  const sockets = new Set<Socket>();
  const state: SmtpServer = { url: '', mails, answers: {} };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    talk(socket, state);
  });
  ends.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      resolve(Object.assign(state, { url: `smtp://127.0.0.1:${port}` }));
    });
  });
}

const USUAL: Readonly<Record<string, string>> = {
  EHLO: '250 here',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  TAKEN: '250 taken',
  RSET: '250 ok',
  QUIT: '221 bye',
};

function talk(socket: Socket, state: SmtpServer): void {
  const answer = (to: string) => {
    const other = state.answers[to];
    const line = typeof other === 'function' ? other() : (other ?? USUAL[to] ?? '502 what?');
    if (line !== undefined && socket.writable) socket.write(`${line}\r\n`);
  };
  let envelope = { from: '', to: [] as string[] };
  let data: string[] | undefined;
  let rest = '';
  socket.write('220 here\r\n');
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString()).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (data && line !== '.') data.push(line.replace(/^\./, ''));
      else if (data) {
        state.mails.push({ ...envelope, source: data.join('\n') });
        data = undefined;
        answer('TAKEN');
      } else {
        const word = line.slice(0, 4).toUpperCase();
        const address = /<(.*)>/.exec(line)?.[1] ?? '';
        if (word === 'MAIL') envelope = { from: address, to: [] };
        if (word === 'RCPT') envelope.to.push(address);
        if (word === 'DATA') data = [];
        answer(word);
      }
    }
  });
}
