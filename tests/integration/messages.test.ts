import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { config } from '@/config';
import { databaseManager } from '@/database/connection';
import { withControlTransaction } from '@/database/transaction';
import { deliverDue, delivery } from '@/messages/delivery';
import { claimMessage, forgetOldMessages, GIVEN_UP_HOURS, noteFailure, noteGivenUp } from '@/messages/messages.repo';
import { outboxFolder } from '@/messages/outbox';
import { type NewMessage, queueMessage } from '@/messages/queue';
import { until } from '../support/broker';
import { loggedLines } from '../support/canary';
import { asSuperuser, secret } from '../support/database';
import { messagesTo } from '../support/messages';
import { start } from '../support/processes';
import { type SmtpServer, smtpServer } from '../support/smtpServer';

const TOKEN = 'token-that-nobody-may-find';

const queue = (fields: Partial<NewMessage> = {}) =>
  queueMessage(databaseManager.control, {
    channel: 'EMAIL',
    to: 'anna@example.test',
    subject: 'Choose a new password',
    text: `Here: https://example.test/#token=${TOKEN}`,
    ...fields,
  });

type Row = { recipient: string; body: string | null; attempts: number; delivered: boolean; given_up: boolean };
const rows = () =>
  asSuperuser<Row & { failure: string | null }>(
    `SELECT recipient, body, attempts, failure, delivered_at IS NOT NULL AS delivered, given_up_at IS NOT NULL AS given_up
     FROM messages ORDER BY created_at, id`,
  );
/** As if so many minutes had gone by. */
const letPass = (minutes: number) =>
  asSuperuser(
    'UPDATE messages SET created_at = created_at - make_interval(secs => $1), due_at = due_at - make_interval(secs => $1)',
    [minutes * 60],
  );
const files = () =>
  readdirSync(outboxFolder(), { withFileTypes: true })
    .map(({ name }) => path.join(outboxFolder(), name))
    .sort();

beforeEach(async () => {
  await asSuperuser('DELETE FROM messages');
  Object.assign(config(), { SMTP_URL: undefined, MAIL_FROM: 'Lavoro <lavoro@mill.test>' });
});

describe('a message', () => {
  it('should be there if what it tells of was committed, and not otherwise', async () => {
    const failing = withControlTransaction(async (db) => {
      await queueMessage(db, { channel: 'EMAIL', to: 'anna@example.test', subject: 'No', text: 'no' });
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await rows()).toEqual([]);
    await withControlTransaction((db) =>
      queueMessage(db, { channel: 'EMAIL', to: 'anna@example.test', subject: 'Yes', text: 'yes' }),
    );
    expect(await messagesTo('anna@example.test')).toEqual([{ subject: 'Yes', text: 'yes' }]);
  });

  it('should not be readable in the database, nor under another row’s id, and be gone from it once delivered', async () => {
    await queue();
    await queue({ to: 'bruno@example.test' });
    expect(JSON.stringify(await asSuperuser('SELECT * FROM messages'))).not.toContain(TOKEN);
    const [first, second] = await rows();
    await asSuperuser('UPDATE messages SET body = $1 WHERE recipient = $2', [first?.body, second?.recipient]);
    await expect(messagesTo('bruno@example.test')).rejects.toThrow('could not be opened');
    await deliverDue();
    expect(await rows()).toMatchObject([
      { body: null, delivered: true },
      { body: null, given_up: true, failure: 'sealed under another APP_SECRET' },
    ]);
  });

  it.each([
    { to: 'anna@example.test\r\nBcc: eve@example.test' },
    { to: 'anna@example.test\nX: y' },
    { subject: 'Hello\r\nBcc: eve@example.test' },
    { subject: 'Hello\u2028there' },
    { subject: 'Hello\0' },
    { to: '' },
  ])('should be refused where an address or a subject would make a line of its own: %j', async (fields) => {
    await expect(queue(fields)).rejects.toThrow('is one line');
    expect(await rows()).toEqual([]);
  });

  it('should be sent once for what it is about, whoever queues it how often', async () => {
    await Promise.all(Array.from({ length: 10 }, () => queue({ dedupe: 'invitation 1' })));
    await queue({ dedupe: 'invitation 2' });
    expect(await rows()).toHaveLength(2);
    await deliverDue();
    await queue({ dedupe: 'invitation 1' });
    expect(await deliverDue()).toBe(0);
  });

  it('should be forgotten a month after it was delivered, and not before, and never while it waits', async () => {
    await queue();
    await deliverDue();
    await queue({ to: 'bruno@example.test' });
    await letPass(29 * 24 * 60);
    expect(await forgetOldMessages()).toBe(0);
    await letPass(2 * 24 * 60);
    expect(await forgetOldMessages()).toBe(1);
    expect(await rows()).toMatchObject([{ recipient: 'bruno@example.test', delivered: false }]);
  });
});

describe('the outbox', () => {
  it('should take e-mails without a mail server, and text messages always, each a file only we can read', async () => {
    await queue({ to: 'carla@example.test' });
    await queue({ channel: 'SMS', to: '+393331234567', text: 'Your code is 12345678.' });
    const before = files().length;
    expect(await deliverDue()).toBe(2);
    const [email = '', sms = ''] = files().slice(before);
    expect(path.basename(email)).toMatch(/^\d{8}T\d{6}Z-email-[0-9a-f-]{36}\.txt$/);
    expect(readFileSync(email, 'utf8')).toBe(
      `To: carla@example.test\nSubject: Choose a new password\n\nHere: https://example.test/#token=${TOKEN}\n`,
    );
    expect(readFileSync(sms, 'utf8')).toContain('To: +393331234567');
    for (const file of [email, sms]) expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(outboxFolder()).mode & 0o777).toBe(0o700);
    const told = loggedLines().join('');
    expect(told).toContain(email);
    expect(told).not.toContain(TOKEN);
    expect(told).not.toContain('carla@');
  });
});

describe('a mail server', () => {
  let server: SmtpServer;
  beforeEach(async () => {
    server = await smtpServer();
    Object.assign(config(), { SMTP_URL: server.url });
  });

  it('should get e-mails whole, from the address of the settings, to one address', async () => {
    await queue({
      to: "o'neill+mill@example.test",
      subject: 'Perché no? ✂',
      text: 'Zwei Zeilen:\n.\nund ein Punkt — è così.',
    });
    await deliverDue();
    const [mail] = server.mails;
    expect(mail).toMatchObject({ from: 'lavoro@mill.test', to: ["o'neill+mill@example.test"] });
    expect(mail?.source).toContain('From: Lavoro <lavoro@mill.test>');
    expect(mail?.source).toMatch(/^Subject: =\?UTF-8\?/m);
    expect(mail?.source).toMatch(/^Auto-Submitted: auto-generated$/m);
    const [headers = '', body = ''] = (mail?.source ?? '').split('\n\n');
    expect(headers).toMatch(/^Message-ID: <[0-9a-f-]{36}@mill\.test>$/m);
    const decoded = /quoted-printable/.test(headers) ? fromQuotedPrintable(body) : body;
    expect(decoded.trim()).toBe('Zwei Zeilen:\n.\nund ein Punkt — è così.');
  });

  it('should not be made to send to two where an address looks like a list', async () => {
    await queue({ to: 'anna@example.test, eve@example.test' });
    await deliverDue();
    expect(server.mails.filter(({ to }) => to.length > 1 || to[0] === 'eve@example.test')).toEqual([]);
  });

  it('should be asked again, later each time, while it fails, and be given up on after hours, told in the log', async () => {
    server.answers = { RCPT: `451 ${TOKEN} later, please` };
    await queue();
    expect(await deliverDue()).toBe(0);
    expect(await rows()).toMatchObject([{ attempts: 1, delivered: false, failure: 'SMTP EENVELOPE RCPT TO 451' }]);
    expect(await deliverDue()).toBe(0);
    expect((await rows())[0]?.attempts).toBe(1);
    await letPass(0.6);
    await deliverDue();
    await letPass(0.6);
    await deliverDue();
    expect((await rows())[0]?.attempts).toBe(2);
    await letPass(60 * GIVEN_UP_HOURS);
    await deliverDue();
    expect(await rows()).toMatchObject([{ attempts: 2, given_up: true, body: null }]);
    const told = loggedLines().join('');
    expect(told).toContain('a message was given up');
    expect(told).not.toContain(TOKEN);
    expect(told).not.toContain('anna@');
  });

  it('should get once more what was never tried, however old', async () => {
    await queue();
    await letPass(60 * GIVEN_UP_HOURS * 2);
    expect(await deliverDue()).toBe(1);
  });

  it('should not be asked by two at once because one of them was too slow and failed in the end', async () => {
    await queue();
    const slow = await claimMessage();
    await letPass(6);
    const next = await claimMessage();
    expect([slow?.attempts, next?.attempts]).toEqual([1, 2]);
    for (const note of [noteFailure, noteGivenUp]) await note(slow ?? { id: '', attempts: 0 }, 'too slow');
    await letPass(1);
    expect(await claimMessage()).toBeUndefined();
    expect(await rows()).toMatchObject([{ given_up: false, failure: null }]);
  });

  it('should not be asked again for an address it does not know', async () => {
    server.answers = { RCPT: '550 nobody here' };
    await queue();
    await deliverDue();
    expect(await rows()).toMatchObject([{ attempts: 1, given_up: true, failure: 'SMTP EENVELOPE RCPT TO 550' }]);
  });

  it('should be left alone for the rest of a run when it takes nothing', async () => {
    server.answers = { EHLO: '421 go away', HELO: '421 go away' };
    for (let count = 0; count < 12; count += 1) await queue();
    await deliverDue();
    const tried = (await rows()).filter(({ attempts }) => attempts > 0).length;
    expect(tried).toBeGreaterThan(0);
    expect(tried).toBeLessThan(6);
    server.answers = {};
    await letPass(1);
    expect(await deliverDue()).toBe(12);
  });

  it('should be reached by an encrypted connection alone, where it is another machine', async () => {
    Object.assign(config(), { SMTP_URL: server.url.replace('127.0.0.1', '[::ffff:127.0.0.1]') });
    await queue();
    expect(await deliverDue()).toBe(0);
    expect(server.mails).toEqual([]);
    expect((await rows())[0]?.failure).toContain('ETLS');
  });
});

describe('several processes', () => {
  const deliverer = () =>
    start(process.execPath, ['--import', 'tsx', 'tests/support/deliver.ts'], {
      env: {
        DATABASE_URL: process.env.DATABASE_URL ?? '',
        APP_SECRET: secret,
        LAVORO_DATA_DIR: process.env.LAVORO_DATA_DIR ?? '',
        LOG_LEVEL: 'silent',
        SMTP_URL: config().SMTP_URL ?? '',
        MAIL_FROM: 'lavoro@mill.test',
      },
    });
  const receivers = ({ mails }: SmtpServer) => mails.map(({ to }) => to[0] ?? '').sort();

  it('should deliver each message once between them', async () => {
    const server = await smtpServer();
    Object.assign(config(), { SMTP_URL: server.url });
    const all = Array.from({ length: 40 }, (_, index) => `person-${index}@example.test`).sort();
    for (const to of all) await queue({ to });
    const others = [deliverer(), deliverer()];
    const counts = await Promise.all([
      deliverDue(),
      ...others.map(async (other) => {
        await other.ended;
        return Number(/delivered (\d+)/.exec(other.output())?.[1]);
      }),
    ]);
    expect(receivers(server)).toEqual(all);
    expect(counts.reduce((sum, count) => sum + count)).toBe(40);
  });

  it.each([
    ['before the server has the message', 'RCPT', 1],
    ['before it hears that the server took it', 'TAKEN', 2],
  ])(
    'should lose nothing when one is killed %s, nor send it twice while it is claimed',
    async (_when, at, received) => {
      const server = await smtpServer();
      Object.assign(config(), { SMTP_URL: server.url });
      await queue();
      const killed = deliverer();
      server.answers = {
        [at]: () => {
          killed.child.kill('SIGKILL');
          return undefined;
        },
      };
      expect(await killed.ended).toBe('SIGKILL');
      server.answers = {};
      expect(await deliverDue()).toBe(0);
      await letPass(4);
      expect(await deliverDue()).toBe(0);
      await letPass(2);
      expect(await deliverDue()).toBe(1);
      expect(await rows()).toMatchObject([{ attempts: 2, delivered: true }]);
      expect(server.mails).toHaveLength(received);
      const ids = server.mails.map(({ source }) => /^Message-ID: .*$/m.exec(source)?.[0]);
      expect(new Set(ids).size).toBe(1);
    },
  );
});

describe('a process that delivers', () => {
  let stop: (() => Promise<void>) | undefined;
  afterEach(async () => {
    await stop?.();
  });

  it('should deliver what waits when it starts, and what is queued later as soon as it is committed', async () => {
    const server = await smtpServer();
    Object.assign(config(), { SMTP_URL: server.url });
    await queue({ to: 'early@example.test' });
    stop = delivery.start();
    await until(() => server.mails.length === 1);
    let sentBeforeCommit = 0;
    await withControlTransaction(async (db) => {
      await queueMessage(db, { channel: 'EMAIL', to: 'late@example.test', subject: 'Late', text: 'late' });
      // A run that began too early would have nothing to find, and no reason to look again.
      for (let run = 0; run < 3; run += 1) await deliverDue();
      sentBeforeCommit = server.mails.length;
    });
    await until(() => server.mails.length === 2);
    expect(sentBeforeCommit).toBe(1);
    expect(server.mails.map(({ to }) => to[0])).toEqual(['early@example.test', 'late@example.test']);
    await stop();
    await queue({ to: 'after@example.test' });
    await stop();
    expect((await rows()).at(-1)).toMatchObject({ attempts: 0, delivered: false });
  });
});

function fromQuotedPrintable(text: string): string {
  const bytes = text
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
