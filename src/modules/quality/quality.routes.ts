import * as contract from '@/contract/quality';
import { QUALITY_STATES } from '@/contract/states';
import { actionRoutes, recordRoutes } from '@/records/recordRoutes';
import { listRecords } from './quality.repo';
import { qualityRecords } from './quality.service';

const path = '/quality/records';

export const qualityRoutes = [
  ...recordRoutes({
    path,
    tag: 'Quality',
    names: ['quality record', 'quality records'],
    permissions: { read: 'quality:read', write: 'quality:record' },
    schemas: {
      query: contract.qualityListQuery,
      list: contract.qualityListOut,
      out: contract.qualityRecordOut,
      create: contract.createQualityRecordBody,
      update: contract.updateQualityRecordBody,
    },
    service: qualityRecords,
    list: listRecords,
    idempotent: true,
  }),
  ...actionRoutes({
    path,
    tag: 'Quality',
    one: 'quality record',
    out: contract.qualityRecordOut,
    service: qualityRecords,
    states: QUALITY_STATES,
  }),
];
