import { z } from 'zod';
import { customIn, customOut } from './customValues';
import { DEFECT_CATEGORIES, DEFECT_SEVERITIES, QUALITY_KINDS, QUALITY_STATUSES, UNITS } from './enums';
import {
  archivedOut,
  date,
  decimalOut,
  id,
  longText,
  optional,
  positiveQuantity,
  quantity,
  recordOut,
  text,
} from './fields';
import { anyOf, listOf, listQuery, yesOrNo } from './list';

const defect = z.strictObject({
  category: z.enum(DEFECT_CATEGORIES),
  severity: z.enum(DEFECT_SEVERITIES),
  quantity: positiveQuantity,
  position: optional(text(120)),
  resolution: optional(text(400)),
});

const fields = {
  kind: z.enum(QUALITY_KINDS),
  itemId: id,
  locationId: id,
  productionOrderId: optional(id),
  supplierId: optional(id),
  /** In the item's unit. */
  quantityInspected: positiveQuantity,
  quantityPassed: quantity.optional(),
  quantityFailed: quantity.optional(),
  inspectedOn: optional(date),
  notes: optional(longText(4000)),
  /** The whole list: what is sent replaces what was there. */
  defects: z.array(defect).max(200).optional(),
  custom: customIn,
};

export const createQualityRecordBody = z.strictObject(fields);
export const updateQualityRecordBody = createQualityRecordBody.partial();

const defectOut = z.object({
  id,
  category: z.enum(DEFECT_CATEGORIES),
  severity: z.enum(DEFECT_SEVERITIES),
  quantity: decimalOut,
  position: z.string().nullable(),
  resolution: z.string().nullable(),
});

export const qualityListRow = z.object({
  ...recordOut,
  ...archivedOut,
  number: z.string(),
  kind: z.enum(QUALITY_KINDS),
  status: z.enum(QUALITY_STATUSES),
  itemId: id,
  itemSku: z.string(),
  itemName: z.string(),
  unit: z.enum(UNITS),
  locationId: id,
  locationName: z.string(),
  productionOrderId: id.nullable(),
  productionOrderNumber: z.string().nullable(),
  supplierId: id.nullable(),
  supplierName: z.string().nullable(),
  quantityInspected: decimalOut,
  quantityPassed: decimalOut,
  quantityFailed: decimalOut,
  defectCount: z.number().int(),
  inspectedOn: date.nullable(),
  notes: z.string().nullable(),
  custom: customOut,
});
export const qualityRecordOut = qualityListRow.extend({ defects: z.array(defectOut) });

export const qualityListQuery = listQuery(
  ['number', 'status', 'kind', 'createdAt', 'updatedAt'],
  {
    status: anyOf(QUALITY_STATUSES).optional(),
    kind: anyOf(QUALITY_KINDS).optional(),
    itemId: id.optional(),
    locationId: id.optional(),
    productionOrderId: id.optional(),
    supplierId: id.optional(),
    archived: yesOrNo.optional(),
  },
  '-createdAt',
);
export const qualityListOut = listOf(qualityListRow);

export type QualityRecord = z.infer<typeof qualityRecordOut>;
export type QualityListRow = z.infer<typeof qualityListRow>;
