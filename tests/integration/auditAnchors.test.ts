import { appendFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { anchorAll } from '@/audit/anchoring';
import type { Anchor } from '@/audit/anchors';
import { verifyCompany } from '@/audit/verify/verify';
import { config } from '@/config';
import { client, makeCompany } from '../support/api';
import { anchorFileOf, chainOf, writeRows } from '../support/auditChain';
import { loggedLines } from '../support/canary';
import { sealCompany, sealWritten } from '../support/sealing';
import { made } from './support';

const linesIn = async (id: string): Promise<Anchor[]> =>
  (await readFile(anchorFileOf(id), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const seqsIn = async (id: string) => (await linesIn(id)).map(({ seq }) => seq);

describe('the anchor of an audit log', () => {
  let id: string;
  let owner: Awaited<ReturnType<typeof makeCompany>>['owner'];
  beforeEach(async () => {
    ({ id, owner } = await makeCompany());
  });
  const seal = async () => {
    await writeRows(id, 1);
    return sealCompany(id);
  };
  const stateOf = async () => (await verifyCompany(id)).anchor.state;
  const auditHealth = async () => (await client().call('GET', '/health')).body;

  it('should be a line a seal in a file that only its owner reads', async () => {
    await seal();
    await seal();
    const seals = (await chainOf(id)).map(({ seq, hash, rows, sealedAt }) => ({ seq, hash, rows, sealedAt }));
    expect(await linesIn(id)).toEqual(seals);
    const [file, folder] = [await stat(anchorFileOf(id)), await stat(config().auditAnchorDir)];
    expect([file.mode & 0o777, folder.mode & 0o777]).toEqual([0o600, 0o700]);
  });

  it('should go on after a line that a crash has cut off', async () => {
    await seal();
    await appendFile(anchorFileOf(id), '{"seq":2,"hash":"abc');
    await seal();
    const lines = (await readFile(anchorFileOf(id), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => line.slice(0, 9))).toEqual(['{"seq":1,', '{"seq":2,', '{"seq":2,']);
    expect(await stateOf()).toBe('complete');
  });

  it('should be made up for when it could not be written, while the company works on', async () => {
    await seal();
    const kept = await readFile(anchorFileOf(id), 'utf8');
    await rm(anchorFileOf(id));
    await mkdir(anchorFileOf(id));
    expect((await auditHealth()).checks.audit).toEqual({ status: 'ok' });
    await made(owner, '/suppliers', { name: 'A', kind: 'YARN' });
    await sealWritten();
    await made(owner, '/suppliers', { name: 'B', kind: 'YARN' });
    await sealWritten();
    expect((await chainOf(id)).length).toBe(3);
    const { status, checks } = await auditHealth();
    expect([status, checks.audit.status]).toEqual(['degraded', 'degraded']);
    expect(checks.audit.detail).toMatch(/^Companies: 1 whose audit log is sealed, but not anchored/);
    const told = loggedLines()
      .map((line) => JSON.parse(line))
      .filter(({ msg }) => msg.includes('anchored'));
    expect(told.map(({ level, tenantId, reason }) => [level, tenantId, reason])).toEqual([
      [50, id, 'EISDIR'],
      [50, id, 'EISDIR'],
    ]);
    expect(await stateOf()).toBe('unreadable');

    await rm(anchorFileOf(id), { recursive: true });
    await writeFile(anchorFileOf(id), kept);
    // Nothing new has to be written for it to be tried again.
    await sealWritten();
    expect(await seqsIn(id)).toEqual([1, 2, 3]);
    expect(await stateOf()).toBe('complete');
    expect((await auditHealth()).status).toBe('ok');
  });

  it('should be made up for from the first seal on when there never was one', async () => {
    await mkdir(anchorFileOf(id), { recursive: true });
    await seal();
    await seal();
    await rm(anchorFileOf(id), { recursive: true });
    await sealCompany(id);
    expect(await seqsIn(id)).toEqual([1, 2]);
  });

  it('should get what another process has sealed and not anchored', async () => {
    for (let count = 0; count < 3; count += 1) await seal();
    const [first = ''] = (await readFile(anchorFileOf(id), 'utf8')).split('\n');
    await writeFile(anchorFileOf(id), `${first}\n`);
    await sealCompany(id);
    expect(await seqsIn(id)).toEqual([1, 2, 3]);
  });

  it('should not be made again in passing where somebody took it away, but when it is asked for', async () => {
    await seal();
    await seal();
    await rm(anchorFileOf(id));
    await sealCompany(id);
    expect(await stateOf()).toBe('missing');
    await seal();
    expect(await seqsIn(id)).toEqual([3]);
    expect(await stateOf()).toBe('incomplete');
    expect(await anchorAll(id)).toBe(2);
    expect(await seqsIn(id)).toEqual([3, 1, 2]);
    expect(await stateOf()).toBe('complete');
    expect(await anchorAll(id)).toBe(0);
  });
});
