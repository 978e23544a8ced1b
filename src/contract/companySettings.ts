import { z } from 'zod';
import { timeZone } from './fields';

export const companySettingsOut = z.object({
  /** By which clock it is today; null is UTC. */
  timeZone: z.string().nullable(),
  /** The day it is there now. */
  today: z.string(),
  version: z.number().int(),
});

export const updateCompanySettingsBody = z.strictObject({ timeZone: timeZone.nullable() });

export type CompanySettings = z.infer<typeof companySettingsOut>;
