import { rm } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { sealCompany } from '@/audit/seal';
import { verifyCompany } from '@/audit/verify/verify';
import { config } from '@/config';
import { makeTenant } from '../support/database';
import { idsOf, sealedIds, writeRows } from '../support/auditChain';

describe('sealing an audit log', () => {
  let id: string;
  beforeEach(async () => {
    id = await makeTenant();
  });

  it('should seal rows once and verify', async () => {
    await writeRows(id, 5);
    const first = await sealCompany(id);
    expect(first.made.map(({ seq, rows }) => [seq, rows])).toEqual([[1, 5]]);
    expect((await sealCompany(id)).made).toEqual([]);
    await writeRows(id, 3);
    expect((await sealCompany(id)).made.map(({ seq, rows }) => [seq, rows])).toEqual([[2, 3]]);
    expect((await sealedIds(id)).flat().sort()).toEqual((await idsOf(id)).sort());
    console.log(await verifyCompany(id));
  });
});
