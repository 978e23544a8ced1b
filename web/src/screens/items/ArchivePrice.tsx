import type { Price } from '@contract';
import { ConfirmDialog } from '@web/form/ConfirmDialog';
import { useFormat } from '@web/format/useFormat';
import { tellDone } from '@web/ui/tell';
import { usePriceCalls } from './prices';

export function ArchivePrice({ price, onClose }: { price: Price; onClose: () => void }) {
  const { t, money } = useFormat();
  const calls = usePriceCalls();
  const name = money(price.price, price.currency);
  return (
    <ConfirmDialog
      title={t('items.archivePrice', { name })}
      text={t('items.archivePriceText')}
      submitLabel={t('parties.archive')}
      onClose={onClose}
      onSubmit={async () => {
        await calls.archive(price);
        tellDone(t('items.priceArchived'));
      }}
    />
  );
}
