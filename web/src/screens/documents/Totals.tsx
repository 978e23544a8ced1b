import { decimalTyped } from '@web/format/decimalText';
import { useFormat } from '@web/format/useFormat';
import { isZeroQuantity, sumQuantities } from '@web/stock/decimals';
import { unitLabel } from '@web/stock/quantities';
import classes from './DocumentForm.module.css';
import type { LineValues } from './documentValues';

/** What the lines come to, in each unit they are entered in. */
export function Totals({ lines }: { lines: readonly LineValues[] }) {
  const format = useFormat();
  const { t, locale } = format;
  const counted = lines.filter(({ item, unit }) => item !== null && unit !== '');
  const sums = [...new Set(counted.map(({ unit }) => unit))].flatMap((unit) => {
    const of = counted.filter((line) => line.unit === unit);
    const sum = sumQuantities(of.map(({ quantity }) => decimalTyped(quantity, locale)));
    return isZeroQuantity(sum) ? [] : [`${format.plain(sum)}\u00a0${unitLabel(unit, format)}`];
  });
  if (sums.length === 0) return null;
  return (
    <p className={classes.totals}>
      {t('documents.totals')}: <strong className="lv-number">{sums.join(' + ')}</strong>
    </p>
  );
}
