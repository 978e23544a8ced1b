import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { Item } from '@/contract/inventory';
import type { labelQuery } from '@/contract/labels';
import type { Download } from '@/http/route';
import { type LabelContent, labelDrawing } from '@/lib/label/label';
import { toPdf } from '@/lib/label/pdf';
import { toSvg } from '@/lib/label/svg';
import { items } from '../items/items.service';

export const LABEL_TYPES = ['image/svg+xml', 'application/pdf'] as const;

export async function itemLabel(ctx: TenantContext, id: string, query: z.output<typeof labelQuery>): Promise<Download> {
  const item = await items.get(ctx, id);
  return labelFile(contentOf(item), item.sku, query);
}

function contentOf(item: Item): LabelContent {
  const lines = [item.sku, item.composition, [item.colour, item.shade, item.size].filter(Boolean).join(' · ')];
  return {
    title: item.name,
    lines: lines.flatMap((line) => (line ? [line] : [])),
    code: item.barcode ?? item.sku,
    qr: item.id,
  };
}

/** A label as a file, whatever it is of. */
export async function labelFile(
  content: LabelContent,
  name: string,
  { format, size }: z.output<typeof labelQuery>,
): Promise<Download> {
  const drawing = await labelDrawing(content, size);
  const [type, bytes] = format === 'svg' ? [LABEL_TYPES[0], toSvg(drawing)] : [LABEL_TYPES[1], toPdf(drawing)];
  return { fileName: `label-${name}.${format}`, contentType: type, chunks: inOnePiece(bytes) };
}

async function* inOnePiece(bytes: string | Uint8Array): AsyncGenerator<string | Uint8Array> {
  yield bytes;
}
