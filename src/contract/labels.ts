import { z } from 'zod';

export const LABEL_FORMATS = ['svg', 'pdf'] as const;
/** Width and height in millimetres. */
export const LABEL_SIZE_NAMES = ['50x30', '70x40', '100x50', '100x150'] as const;

export const labelQuery = z.strictObject({
  format: z.enum(LABEL_FORMATS).default('svg'),
  size: z.enum(LABEL_SIZE_NAMES).default('70x40'),
});
