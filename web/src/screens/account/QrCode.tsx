import qrcode from 'qrcode-generator';
import classes from './Account.module.css';

/** The quiet zone that scanners want around a code, in modules (ISO/IEC 18004). */
const MARGIN = 4;

/** A text as a QR code, always dark on white. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const indexes = Array.from({ length: count }, (_, index) => index);
  const dark = indexes.flatMap((row) =>
    indexes.filter((column) => code.isDark(row, column)).map((column) => `M${column + MARGIN} ${row + MARGIN}h1v1h-1z`),
  );
  const size = count + 2 * MARGIN;
  return (
    <svg
      className={classes.qr}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <path d={dark.join('')} fill="#000000" />
    </svg>
  );
}
