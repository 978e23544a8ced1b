import type { z } from 'zod';
import type { createQualityRecordBody, QualityRecord, updateQualityRecordBody } from '@/contract/quality';
import { QUALITY_STATES } from '@/contract/states';
import { compareDecimals, sumDecimals } from '@/lib/decimal';
import { merge } from '@/lib/merge';
import { fieldRefusal } from '@/lib/refusal';
import { requireLinks } from '@/records/links';
import { recordService } from '@/records/recordService';
import * as repo from './quality.repo';

export const qualityRecords = recordService<
  QualityRecord,
  z.output<typeof createQualityRecordBody>,
  z.output<typeof updateQualityRecordBody>
>({
  entity: 'quality_record',
  table: 'qualityRecords',
  states: QUALITY_STATES,
  load: repo.findRecord,
  insert: async (ctx, { defects = [], ...body }) => {
    requireQuantities(body.quantityInspected, body.quantityPassed ?? '0', body.quantityFailed ?? '0');
    await requireLinks(ctx, body);
    const id = await repo.insertRecord(ctx, body);
    await repo.replaceDefects(ctx, id, defects);
    return id;
  },
  change: async (ctx, current, { defects, ...body }) => {
    const { quantityInspected, quantityPassed, quantityFailed } = merge(current, body);
    requireQuantities(quantityInspected, quantityPassed, quantityFailed);
    await requireLinks(ctx, body, current);
    if (defects) await repo.replaceDefects(ctx, current.id, defects);
    return body;
  },
});

function requireQuantities(inspected: string, passed: string, failed: string): void {
  if (compareDecimals(sumDecimals(passed, failed), inspected) <= 0) return;
  throw fieldRefusal(
    'RULE_VIOLATED',
    'quantityInspected',
    'Passed and failed together are more than what was inspected',
  );
}
