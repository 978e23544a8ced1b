import type { Drawing } from './drawing';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
const mm = (value: number) => String(Number(value.toFixed(3)));

/** A drawing as SVG, in its true size when it is printed. */
export function toSvg({ widthMm, heightMm, boxes, words }: Drawing): string {
  const path = boxes
    .map(({ x, y, width, height }) => `M${mm(x)} ${mm(y)}h${mm(width)}v${mm(height)}h-${mm(width)}z`)
    .join('');
  const texts = words.map(
    ({ x, y, size, text, bold }) =>
      `<text x="${mm(x)}" y="${mm(y)}" font-size="${mm(size)}"${bold ? ' font-weight="bold"' : ''}>${escaped(text)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthMm}mm" height="${heightMm}mm" viewBox="0 0 ${widthMm} ${heightMm}"`,
    ` font-family="Helvetica, Arial, sans-serif" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/>`,
    `<path d="${path}"/>${texts.join('')}</svg>\n`,
  ].join('');
}
