import { useT } from '@web/i18n';

/** Where an alert is about; what is said of an item as a whole is about all locations. */
export function AlertPlace({ name }: { name: string | null }) {
  const t = useT();
  return name ?? t('stock.everywhere');
}
