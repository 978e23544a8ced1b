import type { ListAnswer, LotRow, StockRow } from '@contract';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useFormat } from '@web/format/useFormat';
import { api } from '@web/http/api';
import { queryString } from '@web/http/query';
import { useCompany } from '@web/session/useSession';
import { type Choice, Finder } from '@web/stock/Finder';
import type { PickedItem } from '@web/stock/ItemPicker';
import { useStockHere } from '@web/stock/useStockHere';
import type { LineValues } from './documentValues';
import type { LineShape } from './LineRow';

type Lot = { readonly id: string; readonly number: string };
type Props = {
  item: PickedItem | null;
  line: LineValues;
  shape: LineShape;
  error: string | undefined;
  onText: (text: string) => void;
  onPick: (lot: Lot) => void;
};

const MOST = 30;
const fits = (number: string, text: string) => number.toLowerCase().includes(text.trim().toLowerCase());

/** A lot of the line's item: of what goes out, one that lies here; of what comes in, one there is or a number for a new one. */
export function LotPicker({ item, line, shape, error, onText, onPick }: Props) {
  const { t } = useFormat();
  const tracked = item !== null && item.tracking !== 'NONE';
  const { choices, lots } = useLots(tracked ? item : null, line, shape);
  const hint = () => {
    if (!tracked || !shape.bringsIn) return undefined;
    return line.lotId === null ? t('documents.lotNew') : t('documents.lotThere');
  };
  return (
    <Finder
      label={t('fields.lot')}
      eager
      disabled={!tracked}
      text={tracked ? line.lotText : ''}
      error={error}
      description={hint()}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder={tracked && shape.bringsIn ? t('documents.lotNext') : ''}
      onText={onText}
      choices={choices}
      onPick={(id) => {
        const lot = lots.find((each) => each.id === id);
        if (lot) onPick(lot);
      }}
      nothing={tracked && !shape.bringsIn ? t('documents.noLots') : undefined}
      onBlur={() => {
        const lot = line.lotId === null && lots.find(({ number }) => number === line.lotText.trim());
        if (lot) onPick(lot);
      }}
    />
  );
}

function useLots(item: PickedItem | null, line: LineValues, { bringsIn, locationId }: LineShape) {
  const { t, quantity } = useFormat();
  const company = useCompany();
  const [asked] = useDebouncedValue(line.lotId === null ? line.lotText.trim() : '', 180);
  const known = useQuery({
    queryKey: [company.id, '/inventory/lots', 'pick', item?.id, asked],
    queryFn: ({ signal }) =>
      api<ListAnswer<LotRow>>(`/inventory/lots${queryString({ itemId: item?.id, q: asked, limit: MOST })}`, { signal }),
    enabled: item !== null && bringsIn && asked !== '',
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });
  const here = useStockHere({ itemId: bringsIn ? undefined : item?.id, locationId, status: line.status });
  if (bringsIn) {
    const lots: Lot[] = item && asked !== '' ? (known.data?.data ?? []) : [];
    return {
      lots,
      choices: lots.map(({ id, number }): Choice => ({ id, label: number, hint: t('documents.lotThere') })),
    };
  }
  const rows = (here.data ?? []).filter(
    (row) => row.lotId !== null && (line.lotId !== null || fits(row.lotNumber ?? '', line.lotText)),
  );
  const toTake = (row: StockRow) => quantity(line.status === 'AVAILABLE' ? row.available : row.onHand, row.unit);
  return {
    lots: rows.map((row): Lot => ({ id: row.lotId ?? '', number: row.lotNumber ?? '' })),
    choices: rows.slice(0, MOST).map(
      (row): Choice => ({
        id: row.lotId ?? '',
        label: row.lotNumber ?? '',
        hint: t('documents.here', { quantity: toTake(row) }),
      }),
    ),
  };
}
