import { PACKAGES } from '@contract';
import type { Format } from '@web/format/format';

const isPackage = (unit: string) => (PACKAGES as readonly string[]).includes(unit);

/** The word for a unit, or for what goods come in. */
export const unitLabel = (unit: string, { enumLabel }: Pick<Format, 'enumLabel'>): string =>
  enumLabel(isPackage(unit) ? 'package' : 'unit', unit);

type Entered = { readonly enteredQuantity: string; readonly enteredUnit: string };

/** What somebody entered, in the unit they entered it in. */
export const enteredQuantity = ({ enteredQuantity: value, enteredUnit }: Entered, format: Format): string =>
  `${format.plain(value)}\u00a0${unitLabel(enteredUnit, format)}`;
