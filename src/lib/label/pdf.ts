import type { Drawing } from './drawing';

/**
 * A drawing as a PDF of one page in its true size (ISO 32000): filled rectangles, and words in the Helvetica that every
 * reader has. Letters it does not have (WinAnsi: those of western European languages) become question marks.
 */
const POINTS_PER_MM = 72 / 25.4;
const pt = (mm: number) => String(Number((mm * POINTS_PER_MM).toFixed(3)));

export function toPdf({ widthMm, heightMm, boxes, words }: Drawing): Buffer {
  // PDF counts from the lower left corner.
  const rectangles = boxes.map(
    ({ x, y, width, height }) => `${pt(x)} ${pt(heightMm - y - height)} ${pt(width)} ${pt(height)} re`,
  );
  const texts = words.map(
    ({ x, y, size, text, bold }) =>
      `BT /${bold ? 'B' : 'R'} ${pt(size)} Tf ${pt(x)} ${pt(heightMm - y)} Td <${winAnsi(text)}> Tj ET`,
  );
  const content = `${rectangles.join('\n')}\nf\n${texts.join('\n')}\n`;
  const font = (name: string) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  return whole([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${pt(widthMm)} ${pt(heightMm)}] /Contents 4 0 R
/Resources << /Font << /R 5 0 R /B 6 0 R >> >> >>`,
    `<< /Length ${content.length} >>\nstream\n${content}endstream`,
    font('Helvetica'),
    font('Helvetica-Bold'),
  ]);
}

/** The objects one after the other, and at the end where each of them begins. All of it is ASCII. */
function whole(objects: readonly string[]): Buffer {
  let text = '%PDF-1.4\n';
  const places: number[] = [];
  for (const [index, object] of objects.entries()) {
    places.push(text.length);
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const entries = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text + table + end, 'latin1');
}

/** What WinAnsi has where Latin-1 has nothing, of what names are written with. */
const OTHERS: Readonly<Record<string, number>> = {
  '€': 0x80,
  '…': 0x85,
  '‘': 0x91,
  '’': 0x92,
  '“': 0x93,
  '”': 0x94,
  '–': 0x96,
  '—': 0x97,
  '™': 0x99,
};

function winAnsi(text: string): string {
  const bytes = [...text].map((letter) => {
    const code = letter.codePointAt(0) ?? 0;
    if ((code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff)) return code;
    return OTHERS[letter] ?? 0x3f;
  });
  return Buffer.from(bytes).toString('hex');
}
